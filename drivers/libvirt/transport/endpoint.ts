import {realpathSync} from 'node:fs';
import type {Address} from '../../../source/driver/address.ts';
import type {DriverOptions} from '../../../source/driver/driver.ts';
import {chooseSocket} from './choose-socket.ts';
import {readTarget} from './read-target.ts';

/**
Names the socket and the hypervisor there, or what ssh is called with. `qemu:///system` and
`qemu+unix:///system?socket=/run/libvirt/libvirt-sock` are one endpoint. A URI that leads nowhere stands for itself.
*/
export const endpointOf = (address: Address, options: DriverOptions): string => {
	try {
		const target = readTarget(address);
		const {name, host = '', user = '', port = 22, command = '', socket = ''} = target;
		if (target.transport === 'ssh') {
			return JSON.stringify(['ssh', command, user, host.toLowerCase(), port, name, socket]);
		}

		const path = realpathSync(chooseSocket(target, 'read-only', options));
		return JSON.stringify(['unix', path.replace(/-ro$/, ''), name]);
	} catch {
		return address.uri;
	}
};

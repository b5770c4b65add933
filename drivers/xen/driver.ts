import {parseAddress} from '../../source/driver/address.ts';
import type {Driver} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {isControlDomain} from '../linux/is-control-domain.ts';
import {createXenConnection} from './connection.ts';

/** The domains of this Xen host: counters from dom0's kernel, names from xenstore, the rest from the hypervisor. */
export const xenDriver: Driver = {
	name: 'xen',
	schemes: ['xl'],
	detect: async ({root}) => (isControlDomain(root) ? [parseAddress('xl:')] : []),
	connect: async ({path, uri}, options) => {
		if (path !== '') {
			throw new DriverError(`${uri} names a path, and xl: has none.`, 'Give -c xl: alone.');
		}

		if (!isControlDomain(options.root)) {
			throw new DriverError(
				'This machine is no Xen dom0: /sys/hypervisor does not say so.',
				'Run domtop in Domain-0 of a Xen host.',
			);
		}

		options.onStatus({state: 'connecting', message: 'Asking Xen for its domains.'});
		return createXenConnection(options);
	},
};

import type {Driver} from '../../source/driver/driver.ts';
import {createLibvirtConnection} from './connection.ts';
import {detectLibvirt} from './transport/detect-libvirt.ts';
import {endpointOf} from './transport/endpoint.ts';
import {mayAskAtTerminal} from './transport/open-timeout.ts';
import {readTarget} from './transport/read-target.ts';

/** Those that a libvirt daemon can have; ESX, Hyper-V and VMware are driven by libvirt's library alone, without one. */
const hypervisors = ['qemu', 'xen', 'lxc', 'vz', 'parallels', 'ch', 'bhyve', 'vbox', 'openvz'] as const;

/**
The URI schemes domtop reaches through libvirt: known hypervisors, alone, over a unix socket and over SSH. `test` alone is
domtop's simulated host; the daemon's test driver has its name only with a transport.
*/
export const libvirtSchemes: readonly string[] = [
	...hypervisors.flatMap((driver) => [driver, `${driver}+unix`, `${driver}+ssh`]),
	'test+unix',
	'test+ssh',
];

/** Whatever libvirt drives, on this machine or over SSH, in its own remote protocol. */
export const libvirtDriver: Driver = {
	name: 'libvirt',
	schemes: libvirtSchemes,
	detect: async (options) => detectLibvirt(options),
	endpoint: endpointOf,
	mayAsk: (address) => {
		try {
			return mayAskAtTerminal(readTarget(address));
		} catch {
			// What is wrong with the address is told when it is connected to.
			return false;
		}
	},
	connect: async (address, options) => createLibvirtConnection(readTarget(address), options),
};

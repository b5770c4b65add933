import type {Driver} from '../../source/driver/driver.ts';
import {createLibvirtConnection} from './connection.ts';
import {detectLibvirt} from './transport/detect-libvirt.ts';
import {endpointOf} from './transport/endpoint.ts';
import {mayAskAtTerminal} from './transport/open-timeout.ts';
import {readTarget} from './transport/read-target.ts';

/** Hypervisors that a libvirt daemon can have. libvirt's library drives ESX, Hyper-V and VMware alone, without a daemon. */
const hypervisors = ['qemu', 'xen', 'lxc', 'vz', 'parallels', 'ch', 'bhyve', 'vbox', 'openvz'] as const;

/**
The URI schemes that domtop reaches through libvirt: known hypervisors, alone, over a unix socket and over SSH. `test` alone
is domtop's simulated host. The daemon's test driver is reached only with a transport in the scheme.
*/
export const libvirtSchemes: readonly string[] = [
	...hypervisors.flatMap((driver) => [driver, `${driver}+unix`, `${driver}+ssh`]),
	'test+unix',
	'test+ssh',
];

/** Every hypervisor that libvirt drives, on this machine or over SSH, in libvirt's own remote protocol. */
export const libvirtDriver: Driver = {
	name: 'libvirt',
	schemes: libvirtSchemes,
	detect: async (options) => detectLibvirt(options),
	endpoint: endpointOf,
	mayAsk: (address) => {
		try {
			return mayAskAtTerminal(readTarget(address));
		} catch {
			// `connect` says what is wrong with the address.
			return false;
		}
	},
	connect: async (address, options) => createLibvirtConnection(readTarget(address), options),
};

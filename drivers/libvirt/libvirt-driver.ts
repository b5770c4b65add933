import type {Driver} from '../../source/driver.ts';
import {createLibvirtConnection} from './libvirt-connection.ts';
import {detectLibvirt} from './transport/detect-libvirt.ts';
import {endpointOf} from './transport/endpoint.ts';
import {libvirtSchemes} from './transport/libvirt-schemes.ts';
import {mayAskAtTerminal} from './transport/opening-patience.ts';
import {readTarget} from './transport/read-target.ts';

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

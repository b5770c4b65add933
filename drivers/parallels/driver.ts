import {existsSync} from 'node:fs';
import {parseAddress} from '../../source/driver/address.ts';
import type {Driver} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {rooted} from '../linux/rooted.ts';
import {createParallelsConnection} from './connection.ts';

/** Where Virtuozzo and Parallels Cloud Server install their tool. */
const places = ['/usr/bin/prlctl', '/usr/sbin/prlctl'];

/** Reads the machines and containers of this Virtuozzo or Parallels host through its own prlctl. */
export const parallelsDriver: Driver = {
	name: 'parallels',
	schemes: ['prlctl'],
	detect: async ({root}) =>
		places.some((place) => existsSync(rooted(root, place))) ? [parseAddress('prlctl:')] : [],
	connect: async ({path, uri}, options) => {
		if (path !== '') {
			throw new DriverError(`${uri} names a path, and prlctl: has none.`, 'Give -c prlctl: alone.');
		}

		options.onStatus({state: 'connecting', message: 'Asking prlctl for its machines.'});
		return createParallelsConnection(options);
	},
};

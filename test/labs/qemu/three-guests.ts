import type {GuestOptions} from './guest-options.ts';

/** Guests that differ in everything that a driver may stumble over. */
export const alpha: GuestOptions = {
	name: 'alpha',
	style: 'drive',
	vda: {read: 1024, write: 256},
	vdb: {read: 512, write: 512},
	balloon: 'named',
	driver: true,
};

export const beta: GuestOptions = {
	name: 'beta',
	style: 'blockdev',
	vda: {read: 256, write: 768},
	vdb: {read: 384, write: 128},
	balloon: 'anonymous',
	driver: true,
};

export const gamma: GuestOptions = {
	name: 'gamma',
	style: 'drive',
	vda: {read: 128, write: 320},
	vdb: {read: 640, write: 192},
	balloon: 'none',
	driver: true,
};

import {existsSync} from 'node:fs';
import type {Clock} from '../../source/async/clock.ts';
import {rooted} from '../linux/rooted.ts';
import type {OpenDevice} from './device-file.ts';
import {openDeviceTransport} from './device-transport.ts';
import {openSocketTransport} from './socket-transport.ts';
import {StoreFault} from './store-fault.ts';
import type {StoreTransport} from './store-transport.ts';

export type StoreWorld = {
	/** `/`, or a captured tree. */
	readonly root: string;
	readonly clock: Clock;
	readonly openDevice: OpenDevice;
};

/** Where the daemon listens: a Xen without its own run folder has the socket under /var. */
export const storeSockets = ['/run/xenstored/socket', '/var/run/xenstored/socket'] as const;
/** The kernel's device, and the file it was before Linux 3.3. */
export const storeDevices = ['/dev/xen/xenbus', '/proc/xen/xenbus'] as const;

/** The transport or the fault, and its path. */
export type OpenedTransport = {readonly path: string} & (
	| {readonly transport: StoreTransport}
	| {readonly fault: StoreFault}
);

/**
Opens the socket if it exists, otherwise the device. The device does not replace a socket that does not answer: the
kernel's requests would wait for the same daemon. Never rejects.
@param socketsOnly the daemon is known to have a socket, which may be gone for a moment.
*/
export const openTransport = async (
	{root, clock, openDevice}: StoreWorld,
	socketsOnly: boolean,
): Promise<OpenedTransport> => {
	const find = (paths: readonly string[]): string | undefined =>
		paths.map((path) => rooted(root, path)).find((path) => existsSync(path));
	const socket = find(storeSockets);
	const device = socket === undefined && !socketsOnly ? find(storeDevices) : undefined;
	const path = socket ?? device ?? rooted(root, storeSockets[0]);
	try {
		if (device !== undefined) {
			return {path, transport: await openDeviceTransport(device, {clock, openDevice})};
		}

		return {path, transport: await openSocketTransport(path)};
	} catch (error) {
		if (error instanceof StoreFault) {
			return {path, fault: error};
		}

		throw error;
	}
};

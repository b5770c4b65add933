import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {errorCode} from './store-fault.ts';

/** A character device that is read without waiting. */
export type DeviceFile = {
	/** Bytes put into the buffer, 0 at the end. Undefined: nothing can be read now. Rejects with an error of `node:fs`. */
	readonly read: (buffer: Buffer) => Promise<number | undefined>;
	/** Bytes taken. Rejects with an error of `node:fs`. */
	readonly write: (bytes: Buffer) => Promise<number>;
	/** Resolves when no read and no write is in flight. */
	readonly close: () => Promise<void>;
};

/** Rejects with an error of `node:fs`. */
export type OpenDevice = (path: string) => Promise<DeviceFile>;

/**
Opens with O_NONBLOCK, because a read that waits takes a thread of the pool for good. Reading and writing both stay off
the program's own thread: writing a WATCH waits in the kernel for xenstored's answer
(drivers/xen/xenbus/xenbus_dev_frontend.c, xenbus_write_watch).
*/
export const openDevice: OpenDevice = async (path) => {
	const handle = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
	return {
		read: async (buffer) => {
			try {
				return (await handle.read(buffer, 0, buffer.length, null)).bytesRead;
			} catch (error) {
				if (errorCode(error) === 'EAGAIN') {
					return undefined;
				}

				throw error;
			}
		},
		write: async (bytes) => (await handle.write(bytes, 0, bytes.length, null)).bytesWritten,
		close: () => handle.close(),
	};
};

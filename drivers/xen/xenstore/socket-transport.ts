import {closeSync, constants, openSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {basename, dirname} from 'node:path';
import {errorCode, StoreFault, storeFaultOf} from './store-fault.ts';
import type {StoreTransport, StoreTransportHandlers} from './store-transport.ts';

/** sun_path of unix(7) without its closing zero. */
const pathByteLimit = 107;

/** What writing to, or reading from, a peer that hung up fails with. */
const hangups = new Set(['EPIPE', 'ECONNRESET']);

/** A path too long for unix(7) is reached through its folder's descriptor. */
const connectPath = (path: string): Socket => {
	if (Buffer.byteLength(path) <= pathByteLimit) {
		return connect(path);
	}

	const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
	const socket = connect(`/proc/self/fd/${folder}/${basename(path)}`);
	socket.once('close', () => closeSync(folder));
	return socket;
};

/** The daemon's unix socket. Rejects with a StoreFault. */
export const openSocketTransport = async (path: string): Promise<StoreTransport> => {
	const socket = await new Promise<Socket>((resolve, reject) => {
		const connecting = connectPath(path);
		connecting.once('error', reject);
		connecting.once('connect', () => {
			connecting.off('error', reject);
			resolve(connecting);
		});
	}).catch((error: unknown) => {
		throw storeFaultOf(error);
	});
	const closed = new Promise<void>((resolve) => {
		socket.once('close', () => resolve());
	});
	let isClosed = false;

	const close = () => {
		isClosed = true;
		socket.destroy();
		return closed;
	};

	const start = ({onBytes, onFault}: StoreTransportHandlers) => {
		const fail = (fault: StoreFault) => {
			if (!isClosed) {
				void close();
				onFault(fault);
			}
		};

		socket.on('error', (error) => {
			fail(hangups.has(errorCode(error)) ? new StoreFault('closed', 'without a word') : storeFaultOf(error));
		});
		socket.on('close', () => fail(new StoreFault('closed', 'without a word')));
		socket.on('data', (chunk) => {
			if (!isClosed) {
				onBytes(chunk);
			}
		});
	};

	return {
		start,
		send: async (frame) => {
			socket.write(frame);
		},
		poll: async () => {},
		outlivesDaemon: false,
		close,
	};
};

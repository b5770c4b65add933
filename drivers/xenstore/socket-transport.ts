import type {Socket} from 'node:net';
import {connectUnixSocket} from '../linux/connect-unix-socket.ts';
import {errorCode, StoreFault, storeFaultOf} from './store-fault.ts';
import type {StoreTransport, StoreTransportHandlers} from './store-transport.ts';

/** Errors of writing to, or reading from, a peer that hung up. */
const hangups = new Set(['EPIPE', 'ECONNRESET']);

/** Connects to the daemon's unix socket. Rejects with a StoreFault. */
export const openSocketTransport = async (path: string): Promise<StoreTransport> => {
	const socket = await new Promise<Socket>((resolve, reject) => {
		const connecting = connectUnixSocket(path);
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

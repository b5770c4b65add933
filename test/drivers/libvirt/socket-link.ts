import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {ByteStream} from '../../../drivers/libvirt/transport/byte-stream.ts';
import {connectUnixSocket} from '../../../drivers/linux/connect-unix-socket.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';

/** A link over any stream, as bare as can be. */
export const linkOver = (stream: Duplex): ByteStream => {
	const closed = new Promise<void>((resolve) => {
		stream.once('close', () => resolve());
	});
	return {
		write: (bytes) => {
			stream.write(bytes);
		},
		listen: (onBytes, onEnd) => {
			stream.on('error', () => {});
			stream.on('data', onBytes);
			stream.once('close', () => onEnd(new DriverError('The daemon hung up.', 'Start it again.')));
		},
		close: () => {
			stream.destroy();
			return closed;
		},
	};
};

/** A link to a daemon's socket. */
export const connectLink = async (path: string): Promise<ByteStream> => {
	const socket = await new Promise<Socket>((resolve, reject) => {
		const connecting = connectUnixSocket(path);
		connecting.once('error', reject);
		connecting.once('connect', () => resolve(connecting));
	});
	return linkOver(socket);
};

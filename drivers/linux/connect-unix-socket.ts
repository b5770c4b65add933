import {closeSync, constants, openSync} from 'node:fs';
import {connect as connectNet, type Socket} from 'node:net';
import {basename, dirname} from 'node:path';

/** sun_path of unix(7) without its closing zero. */
const pathByteLimit = 107;

/** Takes bytes as they come; their memory is used again afterwards. */
export type BytesListener = {
	/** Bytes taken at most at once. */
	readonly size: number;
	readonly onBytes: (bytes: Buffer) => void;
};

/**
Begins to connect; a path too long for unix(7) is reached through its folder's descriptor. @throws an error of `node:fs`
where the folder cannot be opened.
@param listener gets what comes, which is then no stream of the socket. Undefined: the socket is a stream.
*/
export const connectUnixSocket = (path: string, listener?: BytesListener): Socket => {
	const connect = (place: string): Socket => {
		if (!listener) {
			return connectNet(place);
		}

		const {size, onBytes} = listener;
		const buffer = Buffer.allocUnsafe(size);
		const callback = (length: number): true => {
			onBytes(buffer.subarray(0, length));
			return true;
		};
		return connectNet({path: place, onread: {buffer, callback}});
	};

	if (Buffer.byteLength(path) <= pathByteLimit) {
		return connect(path);
	}

	const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
	const socket = connect(`/proc/self/fd/${folder}/${basename(path)}`);
	socket.once('close', () => closeSync(folder));
	return socket;
};

import {closeSync, constants, openSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {basename, dirname} from 'node:path';

/** sun_path of unix(7) without its closing zero. */
const pathByteLimit = 107;

/**
Begins to connect; a path too long for unix(7) is reached through its folder's descriptor. @throws an error of `node:fs`
where the folder cannot be opened.
*/
export const connectUnixSocket = (path: string): Socket => {
	if (Buffer.byteLength(path) <= pathByteLimit) {
		return connect(path);
	}

	const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
	const socket = connect(`/proc/self/fd/${folder}/${basename(path)}`);
	socket.once('close', () => closeSync(folder));
	return socket;
};

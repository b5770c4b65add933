import {closeSync, constants, openSync} from 'node:fs';
import {connect, type OnReadOpts, type Socket} from 'node:net';
import {basename, dirname} from 'node:path';

/** sun_path of unix(7) without its closing zero. */
const pathByteLimit = 107;

/**
Begins to connect; a path too long for unix(7) is reached through its folder's descriptor.
@param onread takes what comes, instead of the event `data`. Undefined: the event comes.
@throws an error of `node:fs` where the folder cannot be opened.
*/
export const connectUnixSocket = (path: string, onread?: OnReadOpts): Socket => {
	const options = onread ? {onread} : {};
	if (Buffer.byteLength(path) <= pathByteLimit) {
		return connect({path, ...options});
	}

	const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
	const socket = connect({path: `/proc/self/fd/${folder}/${basename(path)}`, ...options});
	socket.once('close', () => closeSync(folder));
	return socket;
};

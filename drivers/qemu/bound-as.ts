import {existsSync} from 'node:fs';
import {rooted} from '../linux/rooted.ts';
import type {MonitorSocket} from './monitor-sockets.ts';

/**
A socket whose file was renamed, as its process bound it: that is the one of its monitors whose file is gone. Where none
or several are gone it stays as it is.
*/
export const boundAs = (
	root: string,
	socket: MonitorSocket,
	monitors: readonly MonitorSocket[],
): MonitorSocket => {
	const [gone, ...others] = monitors.filter(({path}) => !existsSync(rooted(root, path)));
	return gone && others.length === 0 ? {path: socket.path, bound: gone.bound} : socket;
};

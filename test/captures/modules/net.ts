/** In place of `node:net`, for drivers that are recorded or replayed. */
import type {IpcNetConnectOpts} from 'node:net';
import type {StagedSocket} from '../staged-socket.ts';
import {presentStage} from './present-stage.ts';

export const connect = (place: string | IpcNetConnectOpts): StagedSocket => {
	const {dial, descriptors} = presentStage();
	const {path, onread} = typeof place === 'string' ? {path: place, onread: undefined} : place;
	const socket = dial(descriptors.named(path));
	if (onread) {
		socket.on('data', (bytes: Buffer) => {
			const {buffer, callback} = onread;
			const shared = typeof buffer === 'function' ? buffer() : buffer;
			for (let start = 0; start < bytes.length; start += shared.length) {
				const length = bytes.copy(shared, 0, start);
				callback(length, shared);
			}
		});
	}

	return socket;
};

import {connect} from 'node:net';
import {toBytes} from './entry.ts';
import type {Log} from './recorder.ts';
import type {Stage} from './stage.ts';
import {StagedSocket} from './staged-socket.ts';

/** Connects to sockets of this machine, and writes down what goes over them. */
export const recordedDial = ({happened, write}: Log): Stage['dial'] => {
	let count = 0;
	return (path) => {
		const id = count;
		count += 1;
		write({did: 'dial', socket: id, path});
		const far = connect(path);
		const near = new StagedSocket({
			onBytes: (bytes) => {
				write({did: 'send', socket: id, bytes: toBytes(bytes)});
				far.write(bytes);
			},
			onClose: () => far.destroy(),
		});
		const isOpen = () => !near.destroyed;
		far.on('connect', () => happened({step: 'opened', socket: id}, () => near.open(), isOpen));
		far.on('data', (bytes) =>
			happened({step: 'received', socket: id, bytes: toBytes(bytes)}, () => near.receive(bytes), isOpen),
		);
		far.on('end', () => happened({step: 'ended', socket: id}, () => near.hangUp(), isOpen));
		far.on('error', (error: NodeJS.ErrnoException) => {
			const code = error.code ?? error.message;
			happened({step: 'failed', socket: id, code}, () => near.fail(code), isOpen);
		});
		return near;
	};
};

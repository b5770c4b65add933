import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {createInterface} from 'node:readline';

/** The lab's own client of a guest's second QMP socket: the witness for what domtop says. */
export type Monitor = {
	/** Resolves to the `return` of the answer. Rejects with QEMU's words, or after half a minute. */
	readonly ask: (execute: string, arguments_?: Readonly<Record<string, unknown>>) => Promise<unknown>;
	readonly close: () => void;
};

type Answer = {readonly id?: number; readonly return?: unknown; readonly error?: {readonly desc: string}};
type Waiting = {readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void};

const answerSeconds = 30;

const speak = (socket: Socket): Monitor => {
	const waiting = new Map<number, Waiting>();
	let last = 0;
	// A killed guest resets the connection; readline passes that on as its own error.
	const lines = createInterface({input: socket}).on('error', () => {});
	lines.on('line', (line) => {
		const answer: Answer = JSON.parse(line);
		const asked = waiting.get(answer.id ?? -1);
		if (answer.error) {
			asked?.reject(new Error(answer.error.desc));
		} else {
			asked?.resolve(answer.return);
		}
	});
	socket.on('error', () => {});
	socket.on('close', () => {
		for (const {reject} of waiting.values()) {
			reject(new Error('The monitor closed its socket.'));
		}
	});
	return {
		ask: (execute, arguments_) => {
			last += 1;
			const id = last;
			return new Promise((resolve, reject) => {
				const late = () => reject(new Error(`${execute} had no answer for ${answerSeconds} s.`));
				const timer = setTimeout(late, answerSeconds * 1000);
				const finished = () => {
					clearTimeout(timer);
					waiting.delete(id);
				};
				waiting.set(id, {
					resolve: (value) => {
						finished();
						resolve(value);
					},
					reject: (error) => {
						finished();
						reject(error);
					},
				});
				socket.write(`${JSON.stringify({execute, id, ...(arguments_ && {arguments: arguments_})})}\n`);
			});
		},
		close: () => socket.destroy(),
	};
};

/** Connects and leaves negotiation mode. It does not wait for the greeting, which needs no answer. */
export const openMonitor = async (path: string): Promise<Monitor> => {
	const socket = connect(path);
	await once(socket, 'connect');
	const monitor = speak(socket);
	await monitor.ask('qmp_capabilities');
	return monitor;
};

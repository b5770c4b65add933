import {EventEmitter, once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import type {Answer, Request} from './agent-messages.ts';

/** How a command ended and what it wrote. */
export type Ended = {
	readonly code: number | null;
	readonly signal: string | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** A command that runs in dom0. */
export type Command = {
	/** Calls back for each line of its standard output, with dom0's wall clock, milliseconds. */
	readonly onLine: (listener: (line: string, at: number) => void) => void;
	readonly write: (text: string) => void;
	/** Sends a signal to the command and all that it started. */
	readonly signal: (signal: string) => void;
	readonly ended: Promise<Ended>;
};

/** The shell of dom0, used from outside. */
export type Dom0 = {
	readonly start: (line: string) => Command;
	/** Runs a line to its end, even if it fails. Rejects after `seconds`. */
	readonly attempt: (line: string, seconds?: number) => Promise<Ended>;
	/** The same, but resolves to its standard output without the last line end. Rejects if it fails. */
	readonly run: (line: string, seconds?: number) => Promise<string>;
	/** Ends all that was started through this shell. */
	readonly close: () => Promise<void>;
};

const connected = async (path: string, signal: AbortSignal): Promise<Socket> => {
	for (;;) {
		const socket = connect(path);
		try {
			await once(socket, 'connect', {signal});
			return socket;
		} catch {
			socket.destroy();
			signal.throwIfAborted();
			await pause(100, undefined, {signal});
		}
	}
};

const parse = (line: string): Answer | undefined => {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
};

/** Connects to the agent and ends what another client left running. Rejects when the signal fires. */
export const connectDom0 = async (path: string, signal: AbortSignal): Promise<Dom0> => {
	const socket = await connected(path, signal);
	const answers = new EventEmitter().setMaxListeners(0);
	const hello = `${process.pid} ${process.hrtime.bigint()}`;
	const send = (request: Request): void => {
		socket.write(`${JSON.stringify(request)}\n`);
	};
	let isOurs = false;
	createInterface({input: socket}).on('line', (line) => {
		const answer = parse(line);
		if (answer !== undefined && 'hello' in answer) {
			isOurs ||= answer.hello === hello;
			answers.emit('hello');
		} else if (answer !== undefined && isOurs) {
			answers.emit(String(answer.id), answer);
		}
	});
	// The machine may be killed first.
	socket.on('error', () => undefined);
	const lost = once(socket, 'close').then(() => undefined);
	socket.write('\n');
	send({hello});
	try {
		while (!isOurs) {
			await once(answers, 'hello', {signal});
		}
	} catch (error) {
		socket.destroy();
		throw error;
	}

	let last = 0;
	const start: Dom0['start'] = (line) => {
		last += 1;
		const id = last;
		const text = {stdout: '', stderr: ''};
		const lines = new EventEmitter();
		let rest = '';
		const ended = new Promise<Ended>((resolve, reject) => {
			void lost.then(() => reject(new Error(`The connection to dom0 was lost: ${line}`)));
			answers.on(String(id), (answer: Exclude<Answer, {readonly hello: string}>) => {
				if (!('stream' in answer)) {
					answers.removeAllListeners(String(id));
					resolve({...text, code: answer.code, signal: answer.signal});
					return;
				}

				text[answer.stream] += answer.text;
				if (answer.stream === 'stdout') {
					const [...whole] = (rest + answer.text).split('\n');
					rest = whole.pop() ?? '';
					for (const one of whole) {
						lines.emit('line', one, answer.at);
					}
				}
			});
		});
		ended.catch(() => undefined);
		send({id, start: line});
		return {
			onLine: (listener) => lines.on('line', listener),
			write: (input) => send({id, input}),
			signal: (signal) => send({id, signal}),
			ended,
		};
	};

	const attempt: Dom0['attempt'] = async (line, seconds = 60) => {
		const command = start(line);
		const finished = new AbortController();
		const late = pause(seconds * 1000, undefined, {signal: finished.signal}).then(() => {
			command.signal('SIGKILL');
			throw new Error(`Not done in ${seconds} s: ${line}`);
		});
		late.catch(() => undefined);
		try {
			return await Promise.race([command.ended, late]);
		} finally {
			finished.abort();
		}
	};

	return {
		start,
		attempt,
		run: async (line, seconds) => {
			const {code, signal: killed, stdout, stderr} = await attempt(line, seconds);
			if (code !== 0) {
				throw new Error(`${line} ended with ${code ?? killed}: ${stdout}${stderr}`);
			}

			return stdout.replace(/\n$/, '');
		},
		close: async () => {
			send({hello: `${hello}, over`});
			socket.end();
			await lost;
		},
	};
};

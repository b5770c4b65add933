import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {expect, onTestFinished} from 'vitest';
import {commandKey, type Message, type Recording} from './recording.ts';
import {startUnixServer} from './unix-server.ts';

/** Changes a recorded reply; absent: it stays as it was recorded. */
export type Change = (reply: Message, arguments_: Message) => Message;

export type FakeQemu = {
	/** Commands of all clients, in their order. */
	readonly asked: readonly string[];
	readonly clients: () => number;
	readonly served: () => number;
	/** From now on this command is answered otherwise. */
	readonly change: (command: string, change: Change) => void;
	/** From now on this command, which was not recorded, is answered so. */
	readonly answer: (command: string, value: unknown) => void;
	/** From now on no connection is taken and nothing is said. */
	readonly hush: () => void;
	readonly speak: () => void;
	readonly close: () => Promise<void>;
};

const periodProperty = 'guest-stats-polling-interval';

/**
A QEMU that answers from a recording: it parses each command, serves one client at a time, keeps the balloon period it
was given, and fails the test when it is asked something that was not recorded.
*/
export const startFakeQemu = async (path: string, recording: Recording): Promise<FakeQemu> => {
	const asked: string[] = [];
	const unknown: string[] = [];
	const changes = new Map<string, Change>();
	const added = new Map<string, Message>();
	const queue: Socket[] = [];
	let period: unknown;
	let isSilent = false;

	const stateful = (execute: string, reply: Message, arguments_: Message): Message => {
		if (arguments_.property !== periodProperty) {
			return reply;
		}

		if (execute === 'qom-set' && 'return' in reply) {
			period = arguments_.value;
		}

		return execute === 'qom-get' && period !== undefined ? {...reply, return: period} : reply;
	};

	const recorded = (execute: string, arguments_: Message): Message | undefined => {
		const exact = added.get(execute) ?? recording.replies.get(commandKey(execute, arguments_));
		const anyPeriod =
			execute === 'qom-set' && typeof arguments_.value === 'number' && arguments_.value >= 0
				? recording.replies.get(commandKey(execute, {...arguments_, value: 2}))
				: undefined;
		// Of a NIC that was not asked about when it was recorded QEMU tells no more than the command line.
		const ofNic =
			execute === 'qom-get' && (arguments_.property === 'netdev' || arguments_.property === 'mac')
				? {error: {class: 'GenericError', desc: 'Property not found'}}
				: undefined;
		return exact ?? anyPeriod ?? ofNic;
	};

	const answer = (line: string): Message | undefined => {
		const {
			execute,
			arguments: arguments_ = {},
			id,
		} = JSON.parse(line) as Message & {
			readonly execute: string;
			readonly arguments?: Message;
		};
		asked.push(execute);
		const reply = execute === 'qmp_capabilities' ? {return: {}} : recorded(execute, arguments_);
		if (!reply) {
			unknown.push(line);
			return undefined;
		}

		const changed = changes.get(execute)?.(reply, arguments_) ?? reply;
		return {...stateful(execute, changed, arguments_), id};
	};

	const serve = (socket: Socket) => {
		const send = (message: Message) => socket.write(`${JSON.stringify(message)}\r\n`);
		if (isSilent) {
			return;
		}

		send(recording.greeting);
		const lines = createInterface({input: socket});
		// It passes on what befalls the socket: a client that hangs up is no error of QEMU's.
		lines.on('error', () => {});
		lines.on('line', (line) => {
			const reply = isSilent ? undefined : answer(line);
			if (reply) {
				send(reply);
			}
		});
	};

	const server = await startUnixServer(path, (socket) => {
		queue.push(socket);
		if (queue[0] === socket) {
			serve(socket);
		}

		socket.on('close', () => {
			const wasServed = queue[0] === socket;
			queue.splice(queue.indexOf(socket), 1);
			if (wasServed && queue[0]) {
				serve(queue[0]);
			}
		});
	});
	onTestFinished(() => {
		expect(unknown, 'commands that were not recorded').toEqual([]);
	});
	return {
		asked,
		clients: server.clients,
		served: server.served,
		change: (command, change) => changes.set(command, change),
		answer: (command, value) => added.set(command, {return: value}),
		hush: () => {
			isSilent = true;
		},
		speak: () => {
			isSilent = false;
		},
		close: server.close,
	};
};

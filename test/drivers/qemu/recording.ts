import {readFileSync} from 'node:fs';
import {oncePerName} from '../../helpers/once-per-name.ts';

export const fixture = oncePerName((name) =>
	readFileSync(new URL(`../../fixtures/qemu/${name}`, import.meta.url), 'utf8'),
);

export const fixtureBytes = (name: string): Buffer =>
	readFileSync(new URL(`../../fixtures/qemu/${name}`, import.meta.url));

export type Message = Readonly<Record<string, unknown>>;

/** A captured QMP session: what QEMU greeted with, and what it answered to each command the last time. */
export type Recording = {
	readonly greeting: Message;
	readonly replies: ReadonlyMap<string, Message>;
};

/** A command and its arguments, whatever the order of their keys. */
export const commandKey = (execute: unknown, arguments_: unknown): string =>
	`${String(execute)} ${JSON.stringify(Object.entries(arguments_ ?? {}).sort())}`;

export const readRecording = oncePerName((name: string): Recording => {
	const replies = new Map<string, Message>();
	let greeting: Message = {};
	let asked = '';
	for (const line of fixture(name).trimEnd().split('\n')) {
		const {dir, msg} = JSON.parse(line) as {dir: string; msg: Message};
		if (dir === 'C') {
			asked = commandKey(msg.execute, msg.arguments);
		} else if ('QMP' in msg) {
			greeting = msg;
		} else if (!('event' in msg)) {
			replies.set(asked, msg);
		}
	}

	return {greeting, replies};
});

/** What QEMU answered to one command. */
export const recordedReply = (name: string, execute: string, arguments_?: Message): unknown => {
	const reply = readRecording(name).replies.get(commandKey(execute, arguments_));
	if (!reply) {
		throw new Error(`${name} has no ${execute}`);
	}

	return reply.return;
};

import {expect, test} from 'vitest';
import {createStoreClient} from '../../../drivers/xenstore/store-client.ts';
import {StoreFault} from '../../../drivers/xenstore/store-fault.ts';
import {StoreRefusal} from '../../../drivers/xenstore/store-refusal.ts';
import type {StoreTransport, StoreTransportHandlers} from '../../../drivers/xenstore/store-transport.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {readWireRecording, type WireStep} from './wire-recording.ts';

/** Gives what was recorded after each request, which must be the recorded one. */
const replay = (steps: readonly WireStep[]): StoreTransport & {readonly isOver: () => boolean} => {
	let handlers: StoreTransportHandlers | undefined;
	let next = 0;
	return {
		start: (given) => {
			handlers = given;
		},
		send: async (frame) => {
			const request = steps[next];
			next += 1;
			expect(request).toEqual({dir: 'C', bytes: frame});
			for (let step = steps[next]; step && step.dir === 'S'; step = steps[next]) {
				next += 1;
				if ('writeError' in step) {
					throw new StoreRefusal(step.writeError);
				}

				handlers?.onBytes(step.bytes);
			}
		},
		poll: async () => {},
		outlivesDaemon: false,
		close: async () => {},
		isOver: () => next === steps.length,
	};
};

/** What record-wire.mjs asked. */
const requests: readonly (readonly [number, ...string[]])[] = [
	[4, '/tool/w', '/tool/w'],
	[4, '@releaseDomain', '@releaseDomain'],
	[4, '/tool/v/x/y', '/tool/v/x/y'],
	[4, '/tool/w', '/tool/w'],
	[5, '/tool/w', '/tool/w'],
	[5, '/tool/w', '/tool/w'],
	[1, '/'],
	[1, '/tool/big'],
	[22, '/tool/big', '0'],
	[22, '/tool/big', '4074'],
	[22, '/tool/big', '100000'],
	[2, '/tool/none'],
	[4, '@noSuch', '@noSuch'],
	[4, 'bad path!', 'x'],
	[99, '/'],
];

const ok = ['OK'];
const common = {watch: [ok, ok, ok], none: ['ENOENT', ok, 'EINVAL', 'ENOSYS']};

test.each([
	[
		'oxenstored-socket.jsonl',
		[...common.watch, 'EEXIST', ok, 'ENOENT', 6, 420, 'ENOSYS', 'ENOSYS', 'ENOSYS', ...common.none],
		0,
	],
	[
		'oxenstored-device.jsonl',
		[...common.watch, ok, ok, ok, 6, 'E2BIG', 'ENOSYS', 'ENOSYS', 'ENOSYS', ...common.none],
		1,
	],
	[
		'xenstored-socket.jsonl',
		[...common.watch, 'EEXIST', ok, 'ENOENT', 4, 'E2BIG', 247, 176, 2, ...common.none],
		0,
	],
	['xenstored-device.jsonl', [...common.watch, ok, ok, ok, 4, 'E2BIG', 247, 176, 2, ...common.none], 1],
] as const)('%s', async (name, expected, moreFirstEvents) => {
	const events: string[] = [];
	const ends: StoreFault[] = [];
	const transport = replay(readWireRecording(name));
	const client = createStoreClient(transport, {
		clock: createFakeClock(),
		onEvent: (path, token) => events.push(path === token ? path : `${path} of ${token}`),
		onEnd: (fault) => ends.push(fault),
	});
	const answers: unknown[] = [];
	for (const [type, ...texts] of requests) {
		const [answer] = await Promise.allSettled([client.request({type, texts})]);
		const parts = answer.status === 'fulfilled' ? answer.value.toString().split('\0').slice(0, -1) : [];
		answers.push(answer.status === 'rejected' ? answer.reason.code : parts.length > 1 ? parts.length : parts);
	}

	expect(answers).toEqual(expected);
	// Written, written with the same value, removed; below a watched path, and a folder above it with all in it.
	expect(events).toEqual([
		'/tool/w',
		'@releaseDomain',
		...Array.from({length: 3}, () => '/tool/w/a of /tool/w'),
		...Array.from({length: 3}, () => '/tool/v/x/y'),
		...Array.from({length: moreFirstEvents}, () => '/tool/w'),
		'@noSuch',
	]);
	expect(transport.isOver()).toBe(true);
	expect(ends).toEqual([]);
	expect(client.silentSince()).toBeUndefined();
	await client.end(new StoreFault('cancelled', 'by the test'));
});

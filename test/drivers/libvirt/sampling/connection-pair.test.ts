import {expect, test} from 'vitest';
import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {createConnectionPair} from '../../../../drivers/libvirt/sampling/connection-pair.ts';
import {deferred} from '../../../../source/async/wait.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';

/** A connection of which only this is looked at: its slots, its end, and whether it was closed. */
const createSlotted = () => {
	const {promise: ended, resolve: end} = deferred<Error>();
	const state = {free: 4, closings: 0};
	const remote = {
		freeSlots: () => state.free,
		ended,
		close: async () => {
			state.closings += 1;
		},
	} as unknown as Remote;
	return {state, remote, end: () => end(new Error('gone'))};
};

const createLine = () => {
	const clock = createFakeClock();
	const [first, second, third] = [createSlotted(), createSlotted(), createSlotted()];
	const others = [second, third];
	const pair = createConnectionPair(clock, first.remote, async () => {
		const other = others.shift();
		if (!other) {
			throw new Error('no more');
		}

		return other.remote;
	});
	return {clock, pair, first, second, third};
};

test('the old connection is let go once its answers came, and not before', async () => {
	const {pair, first, second} = createLine();
	first.state.free = 0;
	expect(await pair.replace()).toBe(true);
	expect(pair.remote()).toBe(second.remote);
	pair.tidy();
	expect(first.state.closings).toBe(0);
	first.state.free = 4;
	pair.tidy();
	expect(first.state.closings).toBe(1);
});

test('an old connection that ended makes room for another one', async () => {
	const {clock, pair, first, third} = createLine();
	first.state.free = 0;
	await pair.replace();
	expect(await pair.replace()).toBe(false);
	first.end();
	await clock.settle();
	expect(await pair.replace()).toBe(true);
	expect(pair.remote()).toBe(third.remote);
});

test('where some answers of the old one came, the two change places', async () => {
	const {clock, pair, first, second, third} = createLine();
	first.state.free = 0;
	expect([pair.canReplace(), await pair.replace()]).toEqual([true, true]);
	second.state.free = 0;
	expect([pair.canReplace(), await pair.replace()]).toEqual([false, false]);
	first.state.free = 3;
	expect([pair.canReplace(), await pair.replace()]).toEqual([true, true]);
	expect(pair.remote()).toBe(first.remote);
	second.end();
	await clock.settle();
	expect(await pair.replace()).toBe(true);
	expect(pair.remote()).toBe(third.remote);
	await pair.close();
	expect(first.state.closings).toBeGreaterThan(0);
});

test('close ends both, and one that comes later', async () => {
	const {pair, first, second} = createLine();
	const replacing = pair.replace();
	await Promise.all([pair.close(), pair.close()]);
	expect(await replacing).toBe(false);
	expect(first.state.closings).toBeGreaterThan(0);
	expect(second.state.closings).toBe(1);
});

import {expect, test} from 'vitest';
import type {Remote} from '../../../../drivers/libvirt/remote/remote.ts';
import {createDaemonLine} from '../../../../drivers/libvirt/sampling/daemon-line.ts';
import {withResolvers} from '../../../../source/with-resolvers.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';

/** A connection of which only this is looked at: its slots, its end, and whether it was closed. */
const createSlotted = () => {
	const {promise: ended, resolve: end} = withResolvers<Error>();
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
	const line = createDaemonLine(clock, first.remote, async () => {
		const other = others.shift();
		if (!other) {
			throw new Error('no more');
		}

		return other.remote;
	});
	return {clock, line, first, second, third};
};

test('the old connection is let go once its answers came, and not before', async () => {
	const {line, first, second} = createLine();
	first.state.free = 0;
	expect(await line.replace()).toBe(true);
	expect(line.remote()).toBe(second.remote);
	line.tidy();
	expect(first.state.closings).toBe(0);
	first.state.free = 4;
	line.tidy();
	expect(first.state.closings).toBe(1);
});

test('an old connection that ended makes room for another one', async () => {
	const {clock, line, first, third} = createLine();
	first.state.free = 0;
	await line.replace();
	expect(await line.replace()).toBe(false);
	first.end();
	await clock.settle();
	expect(await line.replace()).toBe(true);
	expect(line.remote()).toBe(third.remote);
});

test('where some answers of the old one came, the two change places', async () => {
	const {clock, line, first, second, third} = createLine();
	first.state.free = 0;
	expect([line.canReplace(), await line.replace()]).toEqual([true, true]);
	second.state.free = 0;
	expect([line.canReplace(), await line.replace()]).toEqual([false, false]);
	first.state.free = 3;
	expect([line.canReplace(), await line.replace()]).toEqual([true, true]);
	expect(line.remote()).toBe(first.remote);
	second.end();
	await clock.settle();
	expect(await line.replace()).toBe(true);
	expect(line.remote()).toBe(third.remote);
	await line.close();
	expect(first.state.closings).toBeGreaterThan(0);
});

test('close ends both, and one that comes later', async () => {
	const {line, first, second} = createLine();
	const replacing = line.replace();
	await Promise.all([line.close(), line.close()]);
	expect(await replacing).toBe(false);
	expect(first.state.closings).toBeGreaterThan(0);
	expect(second.state.closings).toBe(1);
});

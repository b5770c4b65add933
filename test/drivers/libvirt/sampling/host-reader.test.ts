import {expect, test} from 'vitest';
import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {createConnectionPair} from '../../../../drivers/libvirt/sampling/connection-pair.ts';
import {createHostReader} from '../../../../drivers/libvirt/sampling/host-reader.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';

test('a sum that no host has is unknown', async () => {
	const clock = createFakeClock();
	const remote = {
		freeSlots: () => 4,
		ended: new Promise(() => {}),
		close: async () => {},
		nodeInfo: async () => ({cpus: undefined, memoryKiB: undefined}),
		nodeCpuStats: async () => new Map(),
		nodeMemoryStats: async () =>
			new Map([
				['free', 2 ** 62],
				['buffers', 2 ** 62],
				['cached', 2 ** 62],
			]),
	} as unknown as Remote;
	const pair = createConnectionPair(clock, remote, async () => remote);
	const reader = createHostReader(clock, pair, {kind: 'far', id: 'far', name: 'far'});
	const host = await reader.read(new AbortController().signal);
	expect([host.cpus, host.memoryKiB, host.memoryFreeKiB]).toEqual([undefined, undefined, undefined]);
});

test('a far host that is slow to answer is asked once at a time, and its answer is taken late', async () => {
	const clock = createFakeClock();
	let underWay = 0;
	let most = 0;
	const slowly =
		<Value>(value: Value) =>
		async () => {
			underWay += 1;
			most = Math.max(most, underWay);
			await clock.sleep(0.4);
			underWay -= 1;
			return value;
		};
	const remote = {
		freeSlots: () => 4,
		ended: new Promise(() => {}),
		close: async () => {},
		nodeInfo: slowly({cpus: 8, memoryKiB: 1000}),
		nodeCpuStats: slowly(
			new Map([
				['user', 2e9],
				['kernel', 1e9],
			]),
		),
		nodeMemoryStats: slowly(
			new Map([
				['free', 10],
				['buffers', 20],
				['cached', 30],
			]),
		),
	} as unknown as Remote;
	const reader = createHostReader(
		clock,
		createConnectionPair(clock, remote, async () => remote),
		{kind: 'far', id: 'far', name: 'far'},
	);
	const {signal} = new AbortController();
	const first = reader.read(signal);
	await clock.advance(0.5);
	expect((await first).cpus).toBeUndefined();
	expect((await reader.read(signal)).cpus).toBeUndefined();
	await clock.advance(1);
	const second = reader.read(signal);
	await clock.advance(0.5);
	expect(await second).toMatchObject({cpus: 8, cpuSeconds: 3, memoryFreeKiB: 60});
	expect(most).toBe(1);
});

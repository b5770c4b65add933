import {mkdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {hardwareLifetime} from '../../../drivers/qemu/ask-hardware.ts';
import {askPluggedNics, type PluggedNics} from '../../../drivers/qemu/plugged-nics.ts';
import type {QmpClient} from '../../../drivers/qmp/qmp-client.ts';
import {deviceLimits} from '../../../source/model/domain-bounds.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {balloonState} from '../../../source/usage/balloon-state.ts';
import {type CapturedHost, pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';
import type {FakeQemu} from './fake-qemu.ts';
import type {Message} from './recording.ts';

const notActive = {error: {class: 'DeviceNotActive', desc: 'No balloon device has been activated'}};
const notFound = {error: {class: 'DeviceNotFound', desc: 'Device not found'}};

const stateOf = ({memory, state}: Domain) =>
	balloonState(memory, memory.statsAge ?? memory.statsAgeAtLeast, state);

const guest = async (changes: Parameters<ReturnType<typeof createCapturedWorld>['connect']>[1] = {}) => {
	const world = createCapturedWorld(['qa']);
	const qemu = await world.start('qa');
	const connection = await world.connect('qmp:', changes);
	return {...world, qemu, connection, read: async () => domainOf(await sampleOf(connection), 'qa')};
};

/** Of all that is plugged in the balloon is what QEMU had when it was recorded, called so; absent: it has none. */
const plugBalloon = (qemu: FakeQemu, name?: string): void => {
	qemu.change('query-balloon', (reply) => (name === undefined ? notActive : reply));
	qemu.change('qom-list', (reply, {path}) => {
		const isOther = String(path).startsWith('/machine/peripheral/') && path !== `/machine/peripheral/${name}`;
		return isOther ? notFound : withBalloon(reply, name);
	});
	qemu.change('qom-get', (reply, {path}) =>
		path === `/machine/peripheral/${name}` || !String(path).includes('balloon') ? reply : notFound,
	);
};

const withBalloon = (reply: Message, name: string | undefined): Message => ({
	...reply,
	return: (reply.return as readonly {name: string; type: string}[]).flatMap((child) =>
		child.type === 'child<virtio-balloon-pci>' ? (name === undefined ? [] : [{...child, name}]) : [child],
	),
});

test('a balloon plugged in is seen at the next refresh, with its period and numbers; unplugged it is gone', async () => {
	const {qemu, read, connection} = await guest();
	plugBalloon(qemu);
	expect(stateOf(await read())).toBe('no balloon');
	expect((await read()).memory).toMatchObject({balloon: 'absent', periodRefusal: 'no balloon device'});
	plugBalloon(qemu, 'balloon0');
	const plugged = await read();
	expect(stateOf(plugged)).toBe('no period');
	expect(plugged.memory).toMatchObject({period: 0, periodRefusal: undefined});
	expect(plugged.memory.stats?.map(({tag}) => tag)).toContain('usable');
	expect(await connection.setBalloonPeriod?.(plugged, 5)).toBe(5);
	plugBalloon(qemu);
	expect(stateOf(await read())).toBe('no balloon');
});

test('without a balloon nobody looks for its device again', async () => {
	const {qemu, read} = await guest();
	plugBalloon(qemu);
	await read();
	const before = qemu.asked.length;
	await read();
	expect(qemu.asked.slice(before)).toEqual([
		'qmp_capabilities',
		'query-blockstats',
		'query-status',
		'query-balloon',
	]);
});

test('a balloon whose device is not to be found is looked for no more than every few seconds', async () => {
	const {qemu, read, clock} = await guest();
	qemu.change('qom-list', (reply) => withBalloon(reply, undefined));
	const first = await read();
	expect(first.memory).toMatchObject({
		currentKiB: 98_304,
		reason: 'the balloon keeps no statistics',
		periodRefusal: 'the balloon keeps no statistics',
	});
	expect(stateOf(first)).toBe('unknown');
	const lists = () => qemu.asked.filter((command) => command === 'qom-list').length;
	const before = lists();
	await read();
	expect(lists()).toBe(before);
	qemu.change('qom-list', (reply) => reply);
	clock.shift(hardwareLifetime);
	expect(stateOf(await read())).toBe('no period');
});

test('a balloon unplugged since it was read is not written to', async () => {
	const {qemu, read, connection} = await guest();
	const before = await read();
	plugBalloon(qemu);
	await expect(connection.setBalloonPeriod?.(before, 2)).rejects.toMatchObject({
		message: 'qa has no balloon device.',
	});
	expect(qemu.asked).not.toContain('qom-set');
});

test('--balloon-period counts from when the balloon is there', async () => {
	const {qemu, read} = await guest({balloonPeriod: 3});
	plugBalloon(qemu);
	await read();
	expect(qemu.asked).not.toContain('qom-set');
	plugBalloon(qemu, 'balloon0');
	expect((await read()).memory.period).toBe(3);
	await read();
	expect(qemu.asked.filter((command) => command === 'qom-set')).toHaveLength(1);
});

test('a balloon that moved has a driver, though it told nothing, and also when it is full again', async () => {
	const {qemu, read} = await guest();
	const silent = () =>
		qemu.change('qom-get', (reply, {property}) =>
			property === 'guest-stats' ? {return: {stats: {}, 'last-update': 0}} : reply,
		);
	silent();
	expect(stateOf(await read())).toBe('no driver');
	qemu.change('query-balloon', () => ({return: {actual: 64 * 1024 ** 2}}));
	const moved = [await read(), await read()];
	expect(moved.map(stateOf)).toEqual(['no period', 'no period']);
	expect(moved[0]?.memory).toMatchObject({currentKiB: 65_536, maximumKiB: 98_304});
	qemu.change('query-balloon', (reply) => reply);
	expect(stateOf(await read())).toBe('no period');
	// Another one in its place has not moved.
	plugBalloon(qemu);
	expect(stateOf(await read())).toBe('no balloon');
	plugBalloon(qemu, 'balloon0');
	silent();
	expect(stateOf(await read())).toBe('no driver');
});

test('memory that is plugged in shows in both sizes at once, and is no move of the balloon', async () => {
	const {qemu, read} = await guest();
	qemu.change('qom-get', (reply, {property}) =>
		property === 'guest-stats' ? {return: {stats: {}, 'last-update': 0}} : reply,
	);
	await read();
	qemu.change('query-balloon', () => ({return: {actual: 160 * 1024 ** 2}}));
	qemu.change('query-memory-size-summary', () => ({
		return: {'base-memory': 96 * 1024 ** 2, 'plugged-memory': 192 * 1024 ** 2},
	}));
	qemu.answer('query-memory-devices', [
		{type: 'dimm', data: {size: 64 * 1024 ** 2}},
		{type: 'virtio-mem', data: {size: 128 * 1024 ** 2, 'max-size': 256 * 1024 ** 2}},
		{type: 'virtio-pmem', data: {size: 32 * 1024 ** 2}},
	]);
	const plugged = await read();
	expect(plugged.memory).toMatchObject({currentKiB: 288 * 1024, maximumKiB: 416 * 1024});
	expect(stateOf(plugged)).toBe('no driver');
});

describe('vCPUs', () => {
	/** The captured thread of vCPU 0. */
	const firstThread = 19432;
	const plugThird = (qemu: FakeQemu): void => {
		qemu.change('query-cpus-fast', (reply) => ({
			...reply,
			return: [...(reply.return as object[]), {'cpu-index': 2, 'thread-id': 1}],
		}));
	};
	const startThread = ({host}: {readonly host: CapturedHost}, thread: number): void =>
		host.write(`/proc/${pids.qa}/task/${thread}/comm`, 'worker\n');
	/** How often QEMU was asked which thread runs which vCPU. */
	const askedOf = ({asked}: FakeQemu): number =>
		asked.filter((command) => command === 'query-cpus-fast').length;

	/** Reads every two seconds. @returns seconds until there were three vCPUs; 20: there were not. */
	const secondsToThird = async ({read, clock}: Awaited<ReturnType<typeof guest>>): Promise<number> => {
		let seconds = 0;
		while ((await read()).vcpuCount === 2 && seconds < 20) {
			clock.shift(2);
			seconds += 2;
		}

		return seconds;
	};

	test('that are plugged in with their threads are seen within ten seconds at a delay of two', async () => {
		const world = await guest();
		expect((await world.read()).vcpuCount).toBe(2);
		plugThird(world.qemu);
		startThread(world, 99);
		expect(await secondsToThird(world)).toBeLessThanOrEqual(10);
	});

	test('that one thread runs with the others are seen by their devices', async () => {
		const world = await guest();
		await world.read();
		plugThird(world.qemu);
		world.qemu.change('qom-list', (reply, {path}) =>
			path === '/machine/peripheral'
				? {
						...reply,
						return: [...(reply.return as object[]), {name: 'cpu2', type: 'child<qemu64-x86_64-cpu>'}],
					}
				: reply,
		);
		expect(await secondsToThird(world)).toBeLessThanOrEqual(10);
	});

	test('are not asked for again while the threads are the same, and their times are read all the same', async () => {
		const world = await guest();
		const {read, qemu, clock, host} = world;
		expect((await read()).vcpus?.[0]?.cpuSeconds).not.toBe(5);
		for (let look = 0; look < 3; look += 1) {
			clock.shift(hardwareLifetime);
			await read();
		}

		expect(askedOf(qemu)).toBe(1);
		host.write(`/proc/${pids.qa}/task/${firstThread}/schedstat`, '5000000000 1000000000 7\n');
		expect((await read()).vcpus?.[0]).toMatchObject({cpuSeconds: 5, waitSeconds: 1});
	});

	test('are asked for once more where any thread came or went', async () => {
		const world = await guest();
		const {read, qemu, clock, host} = world;
		await read();
		startThread(world, 99);
		for (const asked of [2, 2]) {
			clock.shift(hardwareLifetime);
			await read();
			expect(askedOf(qemu)).toBe(asked);
		}

		host.remove(`/proc/${pids.qa}/task/99`);
		clock.shift(hardwareLifetime);
		await read();
		expect(askedOf(qemu)).toBe(3);
	});

	test('are asked for every few seconds where the threads cannot be listed, or are too many to compare', async () => {
		for (const spoil of ['none', 'many'] as const) {
			const {read, qemu, clock, host} = await guest();
			if (spoil === 'none') {
				host.remove(`/proc/${pids.qa}/task`);
			} else {
				for (let thread = 0; thread <= 2 * deviceLimits.vcpus; thread += 1) {
					mkdirSync(`${host.root}/proc/${pids.qa}/task/${100_000 + thread}`);
				}
			}

			await read();
			clock.shift(hardwareLifetime);
			await read();
			expect(askedOf(qemu), spoil).toBe(2);
		}
	});
});

test('of a great many NICs some are asked at a look, each once, until all are known', async () => {
	const devices = Array.from({length: 5000}, (_, index) => ({
		path: `/machine/peripheral/n${index}`,
		id: `n${index}`,
		type: index % 2 === 0 ? 'virtio-net-pci' : 'virtio-blk-pci',
	}));
	let asked = 0;
	const client: QmpClient = {
		execute: async (_command, given) => {
			asked += 1;
			return {value: String(given?.property), sentAt: 1, receivedAt: 1};
		},
		close: () => {},
	};
	let plugged: PluggedNics | undefined;
	const perRefresh: number[] = [];
	for (let refresh = 0; refresh < 34; refresh += 1) {
		asked = 0;
		plugged = await askPluggedNics(client, devices, plugged);
		perRefresh.push(asked);
	}

	expect(plugged?.nics).toHaveLength(1024);
	expect(plugged?.nics.every(({network}) => network === 'netdev')).toBe(true);
	expect(perRefresh).toEqual([...Array.from({length: 32}, () => 64), 0, 0]);
});

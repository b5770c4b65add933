import {expect, test} from 'vitest';
import {createHypervisorWorld} from './hypervisor-world.ts';

test('the captured guests, by one child that stays', async () => {
	const {read, clock, commands, hypervisor} = createHypervisorWorld();
	const first = await read();
	expect(first).toEqual({
		at: clock.monotonic(),
		cpus: 1,
		cpuSeconds: expect.any(Number),
		memoryKiB: 1_048_024,
		memoryFreeKiB: 313_596,
		domains: [
			{
				id: 0,
				uuid: '00000000-0000-0000-0000-000000000000',
				state: 'running',
				cpuSeconds: expect.any(Number),
				memoryKiB: 524_288,
				maximumKiB: 524_288,
				vcpuCount: 1,
				vcpus: [{index: 0, cpuSeconds: expect.any(Number)}],
			},
			{
				id: 1,
				uuid: '07be5412-b946-4174-a375-bac5ab773b02',
				state: 'idle',
				cpuSeconds: expect.any(Number),
				memoryKiB: 98_304,
				maximumKiB: 99_328,
				vcpuCount: 2,
				vcpus: [
					{index: 0, cpuSeconds: expect.any(Number)},
					{index: 1, cpuSeconds: expect.any(Number)},
				],
			},
			{
				id: 2,
				uuid: '4da0542c-8ed5-47c3-a4c1-882ffcb316c9',
				state: 'paused',
				stateReason: 'paused by user or a tool',
				cpuSeconds: 12.559337077,
				memoryKiB: 98_304,
				maximumKiB: 99_328,
				vcpuCount: 1,
				vcpus: [{index: 0, cpuSeconds: 12.559337077}],
			},
		],
	});
	await clock.advance(2);
	const second = await read();
	expect(second.at - first.at).toBe(2);
	expect(second.domains[0]?.cpuSeconds).toBeGreaterThan(first.domains[0]?.cpuSeconds ?? 0);
	expect(second.domains[2]?.cpuSeconds).toBe(first.domains[2]?.cpuSeconds);
	expect(commands.started).toEqual(['python3 -E -s -u -c']);
	expect(commands.running()).toBe(1);
	expect(hypervisor.origins()).toEqual({
		cpuSeconds: expect.stringContaining('XEN_DOMCTL_getdomaininfo'),
		memory: expect.stringContaining('tot_pages'),
	});
});

test('nothing is started before it is asked', async () => {
	const {commands, hypervisor} = createHypervisorWorld();
	await hypervisor.close();
	expect(commands.started).toEqual([]);
});

test('vCPUs come with every answer', async () => {
	const {read} = createHypervisorWorld();
	const {domains} = await read();
	expect(domains.map(({vcpus}) => vcpus?.map(({index}) => index))).toEqual([[0], [0, 1], [0]]);
	expect(domains[2]?.vcpus).toEqual([{index: 0, cpuSeconds: 12.559337077}]);
});

test('a guest with a busy loop has the whole processor, and so the host', async () => {
	const {read, clock} = createHypervisorWorld({readings: 'busy-guest'});
	const first = await read();
	await clock.advance(10);
	const second = await read();
	const grown = first.domains.map(
		({cpuSeconds = 0}, place) => ((second.domains[place]?.cpuSeconds ?? 0) - cpuSeconds) / 10,
	);
	expect(grown[1]).toBeGreaterThan(0.9);
	expect(grown[2]).toBe(0);
	expect(((second.cpuSeconds ?? 0) - (first.cpuSeconds ?? 0)) / 10).toBeCloseTo(1);
	expect(grown.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 2);
});

test('a crashed guest and one that is off', async () => {
	const {read} = createHypervisorWorld({readings: 'crashed-and-off'});
	expect((await read()).domains).toMatchObject([
		{id: 0, state: 'running'},
		{id: 1, state: 'crashed', vcpuCount: 1, vcpus: [{index: 0}]},
		{id: 2, state: 'shutdown', cpuSeconds: 13.447971603},
	]);
});

test('the times are those at which the numbers were true, however late they are read', async () => {
	const {read, clock, commands} = createHypervisorWorld();
	const first = await read();
	await clock.advance(2);
	commands.edit((answer) => ({...answer, at: answer.at - 0.25, idleAt: answer.idleAt - 0.2}));
	expect((await read()).at - first.at).toBeCloseTo(1.75);
	await clock.advance(10);
	const late = 3;
	commands.edit((answer) => ({...answer, at: answer.at - late, sent: answer.sent - late}));
	expect((await read()).at - first.at).toBeCloseTo(12 - late);
});

test('without a monotonic clock in Python the time of receipt counts', async () => {
	const {read, clock, commands} = createHypervisorWorld();
	commands.edit(({at, sent, idleAt, ...answer}) => answer);
	const first = await read();
	expect(first.at).toBe(clock.monotonic());
	await clock.advance(2);
	const second = await read();
	expect(second.at).toBe(clock.monotonic());
	expect((second.cpuSeconds ?? 0) - (first.cpuSeconds ?? 0)).toBeGreaterThan(0);
});

test('a time that cannot be is that of receipt', async () => {
	const {read, clock, commands} = createHypervisorWorld();
	commands.edit((answer) => ({...answer, at: answer.sent + 3600}));
	expect((await read()).at).toBe(clock.monotonic());
	commands.edit((answer) => answer);
	await clock.advance(2);
	expect((await read()).at).toBe(clock.monotonic());
});

test('a hypervisor that refuses is reported, and asked again in the same child after a pause', async () => {
	const {read, fail, clock, commands} = createHypervisorWorld();
	await read();
	commands.edit(() => ({refusal: 'hypercall', text: 'Operation not permitted'}));
	expect(await fail()).toEqual({
		kind: 'hypervisor',
		message: 'The hypervisor cannot be asked: Operation not permitted.',
		advice: expect.stringMatching(/\.$/),
	});
	commands.edit((answer) => answer);
	await clock.advance(1);
	await read();
	expect(commands.started).toHaveLength(1);
});

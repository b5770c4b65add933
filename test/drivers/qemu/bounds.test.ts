import {expect, test} from 'vitest';
import {askGuest} from '../../../drivers/qemu/ask-guest.ts';
import {askHardware} from '../../../drivers/qemu/ask-hardware.ts';
import {parseCommandLine} from '../../../drivers/qemu/command-line.ts';
import {readConfiguration} from '../../../drivers/qemu/configuration.ts';
import {countConfiguredNics, findConfiguredNics} from '../../../drivers/qemu/configured-nics.ts';
import {interpolate} from '../../../drivers/qemu/interpolate.ts';
import {parseVcpuThreads} from '../../../drivers/qemu/mapping/vcpus.ts';
import {parseOptionText} from '../../../drivers/qemu/option-text.ts';
import {parseBlockSources} from '../../../drivers/qmp/block-sources.ts';
import type {QmpClient} from '../../../drivers/qmp/qmp-client.ts';
import {boundedSample, deviceLimits} from '../../../source/model/domain-bounds.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {sliceLimit, sliceRatio} from '../../helpers/longest-slice.ts';
import {badValues} from '../../helpers/sample-rules.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';

const many = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
	Array.from({length: count}, (_, index) => make(index));

const combining = '\u0301';

test('of ten times as many disks and vCPUs as are taken the first are kept, and a problem says so', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	qa.change('query-blockstats', (reply) => ({
		...reply,
		return: many(10_240, (index) => ({device: `d${index}`, 'node-name': 'n', stats: {rd_bytes: index}})),
	}));
	qa.change('query-cpus-fast', (reply) => ({
		...reply,
		return: many(40_960, (index) => ({'cpu-index': index, 'thread-id': index})),
	}));
	const {domains, problems} = boundedSample(await sampleOf(await connect()));
	expect(domains[0]?.disks?.map(({name}) => name)).toEqual(many(1024, (index) => `d${index}`));
	expect(domains[0]?.vcpuCount).toBe(4096);
	// No more threads are asked for than the process has.
	expect(domains[0]?.vcpus?.length).toBeLessThan(20);
	expect(problems.map(({message}) => message)).toEqual([
		'qa reports 10240 disks: the first 1024 are shown.',
		'qa reports 40960 vCPUs: the first 4096 are shown.',
	]);
});

test('a message of a million values is refused before it is parsed', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	(await start('qa')).change('query-blockstats', (reply) => ({...reply, return: many(1_000_000, () => 0)}));
	const {problems} = await sampleOf(await connect());
	expect(problems).toMatchObject([
		{kind: 'garbled', message: expect.stringContaining('a message of more than 262144 values')},
	]);
});

test('names, sources and words of any length and of any marks are kept as far as they are shown', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	const name = combining.repeat(300_000);
	qa.change('query-blockstats', (reply) => ({
		...reply,
		return: many(3, (index) => ({device: `${index}${name}`, 'node-name': 'n', stats: {}})),
	}));
	qa.change('query-block', (reply) => ({
		...reply,
		return: many(3, (index) => ({device: `${index}${name}`, inserted: {file: `/${'x'.repeat(300_000)}`}})),
	}));
	qa.change('query-balloon', () => ({error: {class: 'GenericError', desc: name}}));
	const sample = await sampleOf(await connect());
	const {disks} = domainOf(sample, 'qa');
	expect(disks?.map((disk) => disk.name.slice(0, 1))).toEqual(['0', '1', '2']);
	expect(disks?.map((disk) => [...disk.name].length <= 256)).toEqual([true, true, true]);
	expect(disks?.map((disk) => disk.source?.length)).toEqual([4096, 4096, 4096]);
	expect(badValues(sample)).toEqual([]);
});

test('of a hundred thousand devices those at the front are looked through for a balloon, and eight balloons into', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	const device = (type: string) => ({name: 'balloon0', type});
	qa.change('qom-list', (reply, {path}) => ({
		...reply,
		return: String(path).endsWith('/balloon0')
			? []
			: [...many(80_000, () => device('child<x>')), ...many(100, () => device('child<virtio-balloon-pci>'))],
	}));
	await sampleOf(await connect());
	expect(qa.asked.filter((command) => command === 'qom-list')).toHaveLength(2);
	qa.change('qom-list', (reply, {path}) => ({
		...reply,
		return: String(path).endsWith('/balloon0') ? [] : many(80, () => device('child<virtio-balloon-pci>')),
	}));
	await sampleOf(await connect());
	expect(qa.asked.filter((command) => command === 'qom-list').length).toBeLessThanOrEqual(2 + 2 + 8);
});

test('a refusal of sixty thousand marks is a few letters in a problem', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	qa.change('query-blockstats', () => ({
		error: {class: 'GenericError', desc: `no${combining.repeat(60_000)}`},
	}));
	const {problems} = await sampleOf(await connect());
	expect(problems).toHaveLength(1);
	expect(problems[0]?.message.length).toBeLessThan(100);
});

test('numbers that no counter has are unknown', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	qa.change('query-blockstats', (reply) => ({
		...reply,
		return: [{device: 'a', 'node-name': 'n', stats: {rd_bytes: -1, wr_bytes: 1e308, rd_operations: 5}}],
	}));
	const {domains, problems} = await sampleOf(await connect());
	expect(problems).toEqual([]);
	expect(domains[0]?.disks).toEqual([{name: 'a', backend: 'qemu', source: undefined, readRequests: 5}]);
});

test('a name that pretends to be a long chain in JSON is not taken apart', () => {
	const deep = `json:${'{"a":'.repeat(1000)}{"filename":"/x"}${'}'.repeat(1000)}`;
	expect(parseBlockSources([{device: 'a', inserted: {file: deep}}]).size).toBe(0);
});

test('options within options are read so deep as QEMU has them', () => {
	const nested = (depth: number): string => (depth === 0 ? '1' : `{"a":1,"b":${nested(depth - 1)}}`);
	const keys = [...parseOptionText(nested(2000), 'x', true).keys()];
	expect(keys).toHaveLength(16);
	expect(parseOptionText(nested(4), 'x', true).get('b.b.b.b')).toBe('1');
});

const lineFrom = (argv: readonly string[]) => readConfiguration(parseCommandLine(argv));

test('of ten times as many networks the first are kept, each with its device, and all are counted', () => {
	const lineOf = (count: number) =>
		lineFrom([
			'qemu',
			...many(count, (index) => ['-netdev', `tap,id=n${index}`]).flat(),
			...many(count, (index) => [
				'-device',
				`e1000,netdev=n${count - index - 1},id=net${count - index - 1}`,
			]).flat(),
		]);
	const line = lineOf(8 * deviceLimits.nics);
	expect(findConfiguredNics(line).map(({name}) => name)).toEqual(
		many(deviceLimits.nics, (index) => `net${index}`),
	);
	expect(countConfiguredNics(line)).toBe(8 * deviceLimits.nics);
});

test('networks whose devices come last are no more work than those whose devices come first', async () => {
	const lineOf = (first: number) =>
		lineFrom([
			'qemu',
			...many(1024, (index) => ['-netdev', `tap,id=n${index}`]).flat(),
			...many(8192, (index) => ['-device', `e1000,netdev=n${first + index}`]).flat(),
		]);
	const [early, late] = [lineOf(0), lineOf(1024 - 8192)];
	expect(
		await sliceRatio(
			() => findConfiguredNics(early),
			() => findConfiguredNics(late),
		),
	).toBeLessThan(sliceLimit);
});

test('vCPUs in any order are read between two moments, each looked at a few times', () => {
	let reads = 0;
	const reading = (indices: readonly number[]) => ({
		vcpus: indices.map((index) => ({
			get index() {
				reads += 1;
				return index;
			},
			cpuSeconds: index,
		})),
		nicsHidden: false,
	});
	const indices = many(deviceLimits.vcpus, (index) => index);
	const after = {at: 2, local: reading(indices.toReversed())};
	const between = interpolate(1.5, {at: 1, local: reading(indices)}, after);
	expect(reads).toBeLessThan(5 * deviceLimits.vcpus);
	expect(between?.vcpus?.[0]).toMatchObject({index: 4095, cpuSeconds: 4095});
});

test('of two vCPUs with one index one is kept', () => {
	expect(parseVcpuThreads(many(5000, (index) => ({'cpu-index': index % 2, 'thread-id': index})))).toEqual([
		{index: 0, thread: 4094},
		{index: 1, thread: 4095},
	]);
});

test.each([
	[512, 2],
	[513, 1],
])('%i vCPUs are read %i times in one round', async (count, times) => {
	const replies: Readonly<Record<string, unknown>> = {
		'query-cpus-fast': many(count, (index) => ({'cpu-index': index, 'thread-id': index})),
		'query-blockstats': [],
		'query-memory-size-summary': {},
		'query-status': {status: 'running'},
		'query-balloon': {actual: 1},
		'qom-list': [],
		'query-block': [],
	};
	const client: QmpClient = {
		execute: async (command) => ({value: replies[command], sentAt: 1, receivedAt: 1}),
		close: () => {},
	};
	let read = 0;
	const clock = createFakeClock();
	await askGuest(
		client,
		{
			balloon: {periodSeen: false},
			hardware: await askHardware(client, undefined, {clock, listThreads: undefined}),
		},
		{
			clock,
			balloonPeriod: async () => undefined,
			local: {
				readCounters: (threads) => {
					read += threads?.length ?? 0;
					return {};
				},
				read: (threads) => {
					read += threads?.length ?? 0;
					return {nicsHidden: false};
				},
			},
		},
	);
	expect(read).toBe(count * times);
});

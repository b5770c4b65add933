import {beforeAll, describe, expect, test, vi} from 'vitest';
import {counterEntries} from '../../source/model/counters.ts';
import {virshCounters} from '../../source/one-shot/virsh-counters.ts';
import {aDisk, aDomain, aNic} from '../helpers/sample-builder.ts';

const groups = ['disk', 'nic', 'vcpu', 'memory'] as const;

describe('the table', () => {
	test.each(['disk', 'nic'] as const)('has a line of virsh once (%s)', (group) => {
		const lines = counterEntries(group).flatMap(([, {virsh}]) => (virsh ? [virsh.line] : []));
		expect(lines.toSorted((one, other) => one - other)).toEqual(lines.map((_, place) => place + 1));
		const names = virshCounters(group).map(([name]) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	test.each(groups)('has a label once, and units as the names say (%s)', (group) => {
		const labels = counterEntries(group).map(([name, {label}]) => label ?? name);
		expect(new Set(labels).size).toBe(labels.length);
		for (const [name, {unit}] of counterEntries(group)) {
			expect(unit === 'bytes').toBe(String(name).endsWith('Bytes'));
			expect(unit === 'seconds').toBe(String(name).endsWith('Seconds'));
		}
	});
});

describe('a counter of one entry', () => {
	const invented = {
		disk: {cacheHits: {unit: 'count', label: 'cache hits', virsh: {name: 'cache_hits', line: 10}}},
		nic: {resets: {unit: 'count', label: 'resets', virsh: {name: 'resets', line: 9}, isFault: true}},
		vcpu: {idleSeconds: {unit: 'seconds', label: 'time idle'}},
		memory: {free_pages: {unit: 'count'}},
	} as const;

	// The tables are built when their modules are loaded: those of this test know the invented ones.
	const load = async () => {
		vi.resetModules();
		const {counters} = await import('../../source/model/counters.ts');
		for (const [group, entries] of Object.entries(invented)) {
			Object.assign(counters[group as keyof typeof counters], entries);
		}

		const {domainUsage} = await import('../../source/usage/domain-usage.ts');
		const domain = (at: number) =>
			aDomain('web', {
				at,
				vcpus: [Object.assign({index: 0}, {idleSeconds: 2.5})],
				disks: [Object.assign(aDisk('vda'), {cacheHits: 42})],
				nics: [Object.assign(aNic('tap0'), {resets: at})],
				memory: {stats: [{tag: 'free_pages' as never, value: 5000}]},
			});
		const place = {host: 'h', uri: 'test:', driver: 'test', rowKey: 'web'};
		const before = domainUsage(undefined, domain(100), place, 100, 'physical');
		const usage = domainUsage(before, domain(102), place, 102, 'physical');
		const {deviceCounters} = await import('../../source/scene/device-counters.ts');
		const {diskLines} = await import('../../source/one-shot/disk-lines.ts');
		const {nicLines} = await import('../../source/one-shot/nic-lines.ts');
		const {memoryLines} = await import('../../source/one-shot/memory-lines.ts');
		const scene = await import('../../source/scene/memory-lines.ts');
		const {jsonLine} = await import('../helpers/batch-lines.ts');
		const {simulatedOrigins} = await import('../../drivers/simulated/origins.ts');
		return {
			usage,
			deviceCounters,
			diskLines,
			nicLines,
			memoryLines,
			sceneLines: scene.memoryLines,
			jsonLine,
			simulatedOrigins,
		};
	};

	let loaded: Awaited<ReturnType<typeof load>>;
	beforeAll(async () => {
		loaded = await load();
	});

	test('is in the JSON', () => {
		const {jsonLine, usage} = loaded;
		const line = jsonLine({
			time: 0,
			interval: undefined,
			hosts: [],
			connections: [],
			domains: [usage],
			problems: [],
		} as never);
		expect(JSON.parse(line).domains[0]).toMatchObject({
			vcpus: [{idleSeconds: 2.5}],
			memory: {stats: [{tag: 'free_pages', value: 5000}]},
			disks: [{cacheHits: 42}],
			nics: [{resets: 102, faultsPerSecond: 1}],
		});
	});

	test('is on the device page, with the unit where that is a time', () => {
		const {deviceCounters, usage, simulatedOrigins} = loaded;
		const row = {key: 'web', usage, hostName: undefined, hostCpus: undefined};
		const page = (kind: 'disk' | 'nic' | 'vcpu') =>
			deviceCounters(
				{
					kind,
					row: {...row, [kind]: usage[`${kind}s`]?.[0]},
				} as never,
				simulatedOrigins,
				false,
			);
		const origin = 'made up by domtop';
		expect(page('disk')).toContainEqual({counter: 'cache hits', value: '42', origin});
		expect(page('nic')).toContainEqual({counter: 'resets', value: '102', origin});
		expect(page('vcpu')).toContainEqual({counter: 'time idle, s', value: '2.5', origin});
	});

	test('is in the one-shots, in the line of virsh', () => {
		const {diskLines, nicLines, memoryLines, usage} = loaded;
		expect(diskLines('vda', usage.disks ?? [])).toEqual(['vda cache_hits 42']);
		expect(nicLines(usage, 'tap0')).toEqual(['tap0 resets 102']);
		expect(memoryLines(usage.domain.memory)).toContain('free_pages 5000');
	});

	test('of memory stands on the domain page in its unit', () => {
		const text = loaded.sceneLines(loaded.usage, 80, true).map((line) => line.text);
		expect(text.join('\n')).toContain('free_pages 5000');
	});
});

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseBindingAnswer, parseBindingGreeting} from '../../../../drivers/xen/hypervisor/binding-answer.ts';
import {ChildFault} from '../../../../drivers/xen/hypervisor/child-fault.ts';
import {badValues} from '../../../helpers/sample-rules.ts';
import {readReadings} from '../captured-readings.ts';

const domain = {
	domid: 7,
	dying: 0,
	crashed: 0,
	shutdown: 0,
	paused: 0,
	blocked: 0,
	running: 1,
	shutdown_reason: 255,
	cpu_time: 1_500_000_000,
	mem_kb: 1024,
	maxmem_kb: 2048,
	online_vcpus: 1,
	handle: '07be5412b9464174a375bac5ab773b02',
};

const parse = (changes: object, host: object = {}) =>
	parseBindingAnswer(JSON.stringify({domains: [{...domain, ...changes}], host}));

const only = (changes: object): unknown => {
	const answer = parse(changes);
	return 'domains' in answer ? answer.domains[0] : answer;
};

const known = {
	id: 7,
	uuid: '07be5412-b946-4174-a375-bac5ab773b02',
	state: 'running',
	cpuSeconds: 1.5,
	memoryKiB: 1024,
	maximumKiB: 2048,
	vcpuCount: 1,
};

test.each(['two-guests', 'busy-guest', 'vcpu-off', 'crashed-and-off'])(
	'all that was captured: %s',
	(name) => {
		const {greeting, answers} = readReadings(name);
		expect(parseBindingGreeting(JSON.stringify(greeting))).toEqual(greeting);
		for (const answer of answers) {
			const parsed = parseBindingAnswer(JSON.stringify(answer));
			expect(parsed).toMatchObject({at: answer.at, sent: answer.sent, idle: answer.idle, cpus: 1});
			expect(badValues(parsed)).toEqual([]);
			expect('domains' in parsed && parsed.domains.map(({id}) => id)).toEqual([0, 1, 2]);
			expect('domains' in parsed && parsed.domains.every(({vcpus}) => vcpus !== undefined)).toBe(true);
		}
	},
);

describe('a number that cannot be is unknown', () => {
	test('at first all is well', () => {
		expect(only({})).toEqual(known);
	});

	test.each([-1, 2 ** 63, 2 ** 64, null, 'many', [1], {}, true])('%j', (value) => {
		expect(only({cpu_time: value, mem_kb: value, maxmem_kb: value, online_vcpus: value})).toEqual({
			...known,
			cpuSeconds: undefined,
			memoryKiB: undefined,
			maximumKiB: undefined,
			vcpuCount: undefined,
		});
		expect(parse({}, {nr_cpus: value, total_memory: value, free_memory: value})).toMatchObject({
			cpus: undefined,
			memoryKiB: undefined,
			memoryFreeKiB: undefined,
		});
	});

	test.each([
		['32 bits of pages', (2 ** 32 - 1) * 4],
		['−1 page', -4],
		['64 bits of pages', 2 ** 63 - 4096],
		['2^50 KiB', 2 ** 50],
	])('a maximum of %s is no limit', (_name, value) => {
		expect(only({maxmem_kb: value})).toEqual({...known, maximumKiB: undefined});
	});

	test.each([undefined, null, 7, '', 'x', '0'.repeat(32), '07be5412-b946', `${'a'.repeat(33)}`])(
		'the handle %j is no uuid',
		(handle) => {
			expect(only({handle})).toEqual({...known, uuid: undefined});
		},
	);

	test('Domain-0 keeps the one of zeros', () => {
		expect(only({domid: 0, handle: '0'.repeat(32)})).toMatchObject({
			id: 0,
			uuid: '00000000-0000-0000-0000-000000000000',
		});
	});

	test('vCPUs', () => {
		const vcpus = [[0, 2e9], [1, -1], [1, 3e9], [-1, 5], [1.5, 5], ['2', 5], [9000, 5], [3], null, 7];
		expect(only({vcpus})).toEqual({
			...known,
			vcpus: [{index: 0, cpuSeconds: 2}, {index: 1, cpuSeconds: 3}, {index: 3}],
		});
		expect(only({vcpus: 'all'})).toEqual(known);
	});

	test('idle times and times', () => {
		const line = JSON.stringify({
			domains: [],
			idle: [5, -1, 'x', null, 7],
			at: -1,
			sent: 'now',
			idleAt: null,
		});
		expect(parseBindingAnswer(line)).toMatchObject({
			idle: [5, 0, 0, 0, 7],
			at: undefined,
			sent: undefined,
			idleAt: undefined,
		});
	});
});

test('domains come by domid, each once', () => {
	const line = JSON.stringify({domains: [{domid: 9}, {domid: 2, cpu_time: 1e9}, {domid: 9, cpu_time: 2e9}]});
	expect(parseBindingAnswer(line)).toMatchObject({
		domains: [
			{id: 2, cpuSeconds: 1},
			{id: 9, cpuSeconds: 2},
		],
	});
});

test.each([
	['module', 'no module named xen.lowlevel.xc'],
	['denied', '/dev/xen/privcmd'],
	['absent', '/dev/xen/privcmd'],
	['open', 'No space left'],
	['hypercall', 'Operation not permitted'],
])('a refusal (%s), whose text is clean and bounded', (refusal, text) => {
	const line = JSON.stringify({refusal, text});
	expect(parseBindingGreeting(line)).toEqual({refusal, text});
	expect(parseBindingAnswer(line)).toEqual({refusal, text});
	expect(parseBindingAnswer(JSON.stringify({refusal, text: `\u001B${text.repeat(100)}`}))).toEqual({
		refusal,
		text: `\uFFFD${text.repeat(100).slice(0, 199)}`,
	});
	expect(parseBindingAnswer(JSON.stringify({refusal}))).toEqual({refusal, text: ''});
});

test('whatever is said is an answer or a fault', () => {
	const entry = fc.oneof(
		fc.record(
			{
				...Object.fromEntries(Object.keys(domain).map((key) => [key, fc.jsonValue()])),
				domid: fc.oneof(fc.nat(40_000), fc.jsonValue()),
				vcpus: fc.jsonValue(),
			},
			{requiredKeys: []},
		),
		fc.jsonValue(),
	);
	const said = fc.oneof(
		fc.string(),
		fc.json(),
		fc
			.record(
				{domains: fc.array(entry), host: fc.jsonValue(), idle: fc.jsonValue(), at: fc.jsonValue()},
				{requiredKeys: []},
			)
			.map((answer) => JSON.stringify(answer)),
	);
	fc.assert(
		fc.property(said, (line) => {
			try {
				expect(badValues(parseBindingAnswer(line))).toEqual([]);
			} catch (error) {
				expect(error).toBeInstanceOf(ChildFault);
			}
		}),
		{numRuns: 500},
	);
});

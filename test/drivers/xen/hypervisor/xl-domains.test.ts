import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseXlDomains} from '../../../../drivers/xen/hypervisor/xl-domains.ts';
import {parseXlHost} from '../../../../drivers/xen/hypervisor/xl-host.ts';
import {hypervisorFixture} from '../captured-readings.ts';

const uuid = '07be5412-b946-4174-a375-bac5ab773b02';
const row = (changes: Readonly<Record<string, string>> = {}): string => {
	const {name, id, memory, flags, time, handle, reason, label} = {
		name: 'd1',
		id: '1',
		memory: '96',
		flags: '-b----',
		time: '6.7',
		handle: uuid,
		reason: '-',
		label: '-',
		...changes,
	};
	return `${name.padEnd(40)} ${id.padStart(5)} ${memory.padStart(5)}     2     ${flags}  ${time.padStart(8)} ${handle} ${reason.padStart(8)} ${label.padStart(16)}`;
};

test('the captured list', () => {
	expect(parseXlDomains(hypervisorFixture('xl-list-v.txt'))).toEqual([
		{
			id: 0,
			uuid: '00000000-0000-0000-0000-000000000000',
			name: 'Domain-0',
			state: 'running',
			cpuSeconds: expect.any(Number),
			memoryKiB: 512 * 1024,
			vcpuCount: 1,
		},
		{
			id: 1,
			uuid,
			name: 'd1',
			state: 'idle',
			cpuSeconds: expect.any(Number),
			memoryKiB: 96 * 1024,
			vcpuCount: 2,
		},
		{
			id: 2,
			uuid: '4da0542c-8ed5-47c3-a4c1-882ffcb316c9',
			name: 'd2',
			state: 'paused',
			stateReason: 'paused by user or a tool',
			cpuSeconds: 12.6,
			memoryKiB: 96 * 1024,
			vcpuCount: 1,
		},
	]);
});

test('names with blanks, parentheses and what looks like columns', () => {
	expect(parseXlDomains(hypervisorFixture('xl-list-v-odd-names.txt'))).toMatchObject([
		{id: 0, name: 'Domain-0'},
		{id: 1, name: 'web 01 (prod)', state: 'idle', cpuSeconds: 17.6},
		{id: 2, name: ' 7 8 9     r-----       1.0', state: 'paused', cpuSeconds: 12.6},
	]);
});

test('the captured crash and poweroff', () => {
	expect(parseXlDomains(hypervisorFixture('xl-list-v-shutdown.txt'))).toMatchObject([
		{id: 0, state: 'running'},
		{id: 1, state: 'crashed', vcpuCount: 1},
		{id: 2, state: 'shutdown'},
	]);
});

test('the captured info', () => {
	expect(parseXlHost(hypervisorFixture('xl-info.txt'))).toEqual({
		cpus: 1,
		memoryKiB: 1023 * 1024,
		memoryFreeKiB: 306 * 1024,
	});
	expect(parseXlHost('nr_cpus : many\nfree_memory : -1\n')).toEqual({});
});

describe('a row', () => {
	test.each([
		['------', '-', 'running'],
		['r-----', '-', 'running'],
		['---s--', '0', 'shutdown'],
		['---sr-', '1', 'shutdown'],
		['---ss-', '2', 'suspended'],
		['---s--', '2', 'suspended'],
		['---sc-', '3', 'crashed'],
		['---sw-', '4', 'shutdown'],
		['---s?-', 'ffffffff', 'shutdown'],
		['--p--d', '-', 'dying'],
		['----c-', '-', 'crashed'],
	])('with %s and reason %s is %s', (flags, reason, state) => {
		expect(parseXlDomains(row({flags, reason}))).toMatchObject([{id: 1, state}]);
	});

	test('with a name as long as it likes', () => {
		expect(parseXlDomains(row({name: 'x'.repeat(250), id: '12345', memory: '1234567'}))).toMatchObject([
			{id: 12_345, name: 'x'.repeat(250), memoryKiB: 1_234_567 * 1024},
		]);
	});

	test('with a label of the security module', () => {
		expect(parseXlDomains(row({label: 'system_u:system_r:domU_t'}))).toHaveLength(1);
	});

	test('without a name or uuid, with a time that says unknown', () => {
		expect(
			parseXlDomains(
				row({name: '(null)', handle: '00000000-0000-0000-0000-000000000000', time: '18446744073.7'}),
			),
		).toEqual([{id: 1, state: 'idle', memoryKiB: 96 * 1024, vcpuCount: 2}]);
	});

	test.each([
		row({id: '32752'}),
		row({id: '9'.repeat(400)}),
		'',
		'libxl: error: no',
		'd1 1 96 2 -b---- 6.7',
		`${'1 '.repeat(100_000)}`,
	])('that is none (%#) is left out', (line) => {
		expect(parseXlDomains(`${line}\n${row({id: '3'})}\n`)).toMatchObject([{id: 3}]);
	});
});

test('any name comes back', () => {
	fc.assert(
		fc.property(
			fc
				.string({unit: 'grapheme', minLength: 1, maxLength: 60})
				.filter((name) => !/[\n\r\u2028\u2029]/.test(name) && name === name.trimEnd() && name !== '(null)'),
			(name) => {
				expect(parseXlDomains(row({name}))).toMatchObject([{id: 1, name, cpuSeconds: 6.7}]);
			},
		),
	);
});

test('a domid that Xen gives none is left out', () => {
	expect(parseXlDomains([row({id: '32751'}), row({id: '32752'})].join('\n')).map(({id}) => id)).toEqual([
		32_751,
	]);
});

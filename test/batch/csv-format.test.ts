import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {csvHeader} from '../../source/batch/csv-format.ts';
import type {PageName} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {defaultSort} from '../../source/columns/rows.ts';
import type {Domain} from '../../source/model/sample.ts';
import {anyText} from '../helpers/any-text.ts';
import {csvLines} from '../helpers/batch-lines.ts';
import {parseCsv} from '../helpers/parse-csv.ts';
import {aDisk, aDomain, aNic, usageWith} from '../helpers/sample-builder.ts';

const lines = (
	page: PageName,
	chosen: readonly string[] | undefined,
	...domains: Domain[]
): readonly string[] =>
	csvLines(usageWith(...domains), page, chosen, {sort: defaultSort[page], reverse: false, filter: ''});

/** One cell of one domain. */
const cellOf = (name: string): string =>
	lines('domains', ['name'], aDomain(name))[0]?.replace(/^[^,]*,/, '') ?? '';

describe('the header', () => {
	test('has the time and a name with its unit for each column', () => {
		expect(csvHeader('domains', undefined)).toBe(
			'time,name,state,age,cpuPercent,vcpuCount,cpuSeconds,currentKiB,residentKiB,readBytesPerSecond,' +
				'writeBytesPerSecond,readRequestsPerSecond,writeRequestsPerSecond,busiestDisk,busiestBytesPerSecond,' +
				'busiestLatencySeconds,receiveBytesPerSecond,transmitBytesPerSecond,receivePacketsPerSecond,' +
				'transmitPacketsPerSecond,id,uuid,host,uri,driver,incarnation,hostName,user,stateReason',
		);
	});

	test('tells the device from its domain', () => {
		expect(csvHeader('disks', ['name', 'disk', 'rd'])).toBe('time,name,disk.name,readBytesPerSecond');
		expect(csvHeader('cpu', ['name', 'vcpu', 'cpu'])).toBe('time,name,index,vcpu.cpuPercent');
	});
});

describe('a row', () => {
	test('starts with the time of the refresh; unknown is empty, 0 is 0', () => {
		expect(lines('domains', ['name', 'cpu', 'mem', 'vcpus'], aDomain('web', {vcpuCount: 0}))).toEqual([
			'2026-11-20T12:00:00.000Z,web,,,0',
		]);
	});

	test('is a domain, or a device of the page; a domain without readable devices has none', () => {
		const domain = aDomain('web', {
			disks: [aDisk('vda'), aDisk('vdb')],
			nics: [aNic('tap0')],
			vcpus: [{index: 0, cpuSeconds: 1.5}],
		});
		const closed = aDomain('closed', {disksReason: 'monitor belongs to libvirt', nicsReason: 'not root'});
		expect(pageNames.map((page) => lines(page, undefined, domain, closed).length)).toEqual([2, 1, 1, 2, 2]);
		expect(lines('disks', ['disk'], domain, closed).map((line) => line.split(',')[1])).toEqual([
			'vda',
			'vdb',
		]);
		expect(lines('cpu', ['vcpu', 'time'], domain)).toEqual(['2026-11-20T12:00:00.000Z,0,1.5']);
	});

	test('has raw numbers, whatever the screen would round', () => {
		const time = (cpuSeconds: number) =>
			lines('domains', ['time'], aDomain('web', {cpuSeconds}))[0]?.split(',')[1];
		expect([1234.5678, 0.1 + 0.2, 2 ** 53].map(time)).toEqual(['1234.5678', '0.3', '9007199254740992']);
		expect([Number.NaN, Number.POSITIVE_INFINITY].map(time)).toEqual(['', '']);
	});

	test('names its host by id and in full', () => {
		expect(lines('domains', ['host', 'hostname'], aDomain('web'))[0]?.split(',').slice(1)).toEqual([
			'host-1',
			'alpha',
		]);
	});
});

describe('texts that guests choose', () => {
	test('are quoted where they must be', () => {
		expect(['a,b', 'a"b', 'a\nb', 'plain name'].map(cellOf)).toEqual([
			'"a,b"',
			'"a""b"',
			'"a\nb"',
			'plain name',
		]);
	});

	test('are no formulas of a spreadsheet', () => {
		expect(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'].map(cellOf)).toEqual([
			"'=1+1",
			"'+1",
			"'-1",
			"'@SUM(A1)",
			"'\t'=1",
			'"\'\r\'=1"',
		]);
		expect(['＝1', '＋1', '－1', '＠SUM(A1)', '−1', '  =1', '\u3000=1'].map(cellOf)).toEqual([
			"'＝1",
			"'＋1",
			"'－1",
			"'＠SUM(A1)",
			"'−1",
			"'  =1",
			"'\u3000=1",
		]);
		expect(cellOf('=HYPERLINK("http://x","y"),')).toBe('"\'=HYPERLINK(""http://x"",""y""),"');
	});

	test('are none either where a semicolon parts cells', () => {
		expect(
			[';=1', 'web;=1+1', 'web; @x;;-1', 'web;＝1', 'a\t=1', 'a\n=1', 'a; b=1; c-d'].map(cellOf),
		).toEqual([";'=1", "web;'=1+1", "web; '@x;;'-1", "web;'＝1", "a\t'=1", '"a\n\'=1"', 'a; b=1; c-d']);
	});

	test('come out as they went in, whatever they are, and begin no formula', () => {
		const text = fc.oneof(
			anyText(),
			fc.string({unit: fc.constantFrom(';', '=', '＝', '-', ' ', '\t', '\r', '\n', '"', ',', 'a')}),
		);
		fc.assert(
			fc.property(text, (given) => {
				// UTF-8 has no halves of surrogate pairs.
				const name = given.toWellFormed();
				const [record] = parseCsv(lines('domains', ['name', 'state'], aDomain(given)).join('\n'));
				const [time, shown = '', state] = record ?? [];
				expect([time, state]).toEqual(['2026-11-20T12:00:00.000Z', 'running']);
				expect(shown.replaceAll("'", '')).toBe(name.replaceAll("'", ''));
				expect(shown.split(/[;\t\r\n]/).filter((part) => /^\s*[=+\-@＝＋－＠]/.test(part))).toEqual([]);
				if (!/[=+\-@＝＋－＠﹦﹢﹣﹫−\t\r]/.test(name)) {
					expect(shown).toBe(name);
				}
			}),
		);
	});
});

test('every line has as many cells as the header, whichever rows come and go', () => {
	const name = anyText(8);
	const device = fc.record({name, reason: fc.option(name, {nil: undefined})});
	const domain = fc.record({
		name,
		disks: fc.option(fc.array(device, {maxLength: 3}), {nil: undefined}),
		nics: fc.option(fc.array(device, {maxLength: 3}), {nil: undefined}),
		vcpus: fc.option(fc.constant([{index: 0}]), {nil: undefined}),
		disksReason: fc.option(name, {nil: undefined}),
	});
	const choice = fc.constantFrom(...pageNames).chain((page) =>
		fc.tuple(
			fc.constant(page),
			fc.option(
				fc.shuffledSubarray(
					columns[page].map(({key}) => key),
					{minLength: 1},
				),
				{nil: undefined},
			),
		),
	);
	fc.assert(
		fc.property(choice, fc.array(domain, {maxLength: 4}), ([page, chosen], domains) => {
			const all = lines(
				page,
				chosen,
				...domains.map((one, index) => aDomain(one.name, {...one, key: `${index}`})),
			);
			const width = csvHeader(page, chosen).split(',').length;
			for (const line of all) {
				const records = parseCsv(line);
				expect(records.length).toBe(1);
				expect(records[0]?.length).toBe(width);
			}
		}),
	);
});

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type PageName, rawContext} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {defaultSort, type RowOrder, rowsOf} from '../../source/columns/rows.ts';
import type {Domain} from '../../source/model/sample.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {aDisk, aDomain, aNic, aReading, aSample, usageAfter, usageWith} from '../helpers/sample-builder.ts';

const order = (changes: Partial<RowOrder> = {}): RowOrder => ({
	sort: 'name',
	reverse: false,
	filter: '',
	...changes,
});

const names = (
	usage: Usage,
	changes: Partial<RowOrder> = {},
	page: PageName = 'domains',
): readonly string[] => rowsOf(usage, page, order(changes), rawContext).map((row) => row.usage.domain.name);

const rows = (usage: Usage, page: PageName, changes: Partial<RowOrder> = {}): readonly string[] =>
	rowsOf(usage, page, order({sort: defaultSort[page], ...changes}), rawContext).map(({key}) => key);

/** Domains that used so much CPU in the second between two readings; undefined: unknown. */
const using = (uses: Readonly<Record<string, number | undefined>>): Usage => {
	const reading = (at: number) =>
		aReading(
			aSample(
				Object.entries(uses).map(([name, percent]) =>
					aDomain(name, {at, cpuSeconds: percent === undefined ? undefined : (at - 100) * (percent / 100)}),
				),
			),
		);
	return usageAfter([[reading(100)], [reading(101)]]);
};

describe('the order', () => {
	const usage = using({idle: 0, busy: 90, lost: undefined, calm: 10, also: undefined});

	test('of numbers falls, unknown last; reversed it rises, unknown still last', () => {
		expect(names(usage, {sort: 'cpu'})).toEqual(['busy', 'calm', 'idle', 'also', 'lost']);
		expect(names(usage, {sort: 'cpu', reverse: true})).toEqual(['idle', 'calm', 'busy', 'also', 'lost']);
	});

	test('of texts rises, numbers in them counted', () => {
		const usage = usageWith(aDomain('vm10'), aDomain('VM9'), aDomain('vm1'), aDomain('data'));
		expect(names(usage)).toEqual(['data', 'vm1', 'VM9', 'vm10']);
		expect(names(usage, {reverse: true})).toEqual(['vm10', 'VM9', 'vm1', 'data']);
	});

	test('of what is equal is that of names, then of devices, known or not, both ways', () => {
		const nics = [aNic('tap10'), aNic('tap2')];
		const usage = usageWith(aDomain('b', {nics}), aDomain('a', {nics}));
		for (const reverse of [false, true]) {
			expect(rows(usage, 'nics', {reverse})).toEqual([
				'host-1/a/nic/tap2',
				'host-1/a/nic/tap10',
				'host-1/b/nic/tap2',
				'host-1/b/nic/tap10',
			]);
		}
	});

	test('is by a column that the page has: CPU, or what moves most', () => {
		for (const page of pageNames) {
			expect(columns[page].map(({key}) => key)).toContain(defaultSort[page]);
		}

		expect(names(usage, {sort: 'cpu'}, 'memory')).toEqual(names(usage, {sort: 'cpu'}));
	});

	test('is the default where the page has no such column', () => {
		expect(names(usage, {sort: 'nosuch'})).toEqual(names(usage, {sort: 'cpu'}));
	});

	test('does not depend on the order of the source', () => {
		const domain = fc.record({
			name: fc.constantFrom('a', 'b', 'c10', 'c9', ''),
			id: fc.option(fc.nat(3), {nil: undefined}),
			key: fc.uuid(),
		});
		fc.assert(
			fc.property(
				fc.uniqueArray(domain, {selector: ({key}) => key}),
				fc.constantFrom('id', 'name', 'cpu'),
				fc.boolean(),
				(all, sort, reverse) => {
					const domains: Domain[] = all.map(({key, name, id}) => aDomain(name, {key, id}));
					const forth = rowsOf(usageWith(...domains), 'domains', order({sort, reverse}), rawContext);
					const back = rowsOf(usageWith(...domains.reverse()), 'domains', order({sort, reverse}), rawContext);
					expect(forth.map(({key}) => key)).toEqual(back.map(({key}) => key));
					expect(forth.length).toBe(domains.length);
					const known = forth.map(
						({
							usage: {
								domain: {id},
							},
						}) => id !== undefined,
					);
					expect(
						sort === 'id' && known.indexOf(false) >= 0
							? known.lastIndexOf(true) < known.indexOf(false)
							: true,
					).toBe(true);
				},
			),
		);
	});
});

describe('a control domain', () => {
	const guests = ['a', 'z'].map((name) => aDomain(name, {disks: [aDisk('xvda')], nics: [aNic('vif1.0')]}));
	const control = aDomain('Domain-0', {
		control: true,
		disks: [aDisk('xvdb'), aDisk('xvda')],
		nics: [aNic('vif0.0')],
		vcpus: [{index: 0}],
	});
	const usage = usageWith(...guests, control);

	test('stands first on every page, with all its devices, whatever the order', () => {
		for (const page of pageNames) {
			for (const {key: sort} of columns[page]) {
				for (const reverse of [false, true]) {
					const [first] = names(usage, {sort, reverse}, page);
					expect(first, `${page} by ${sort}, ${reverse}`).toBe('Domain-0');
				}
			}
		}

		expect(names(usage, {sort: 'name', reverse: true}, 'disks')).toEqual(['Domain-0', 'Domain-0', 'z', 'a']);
		expect(rows(usage, 'disks').slice(0, 2)).toEqual([
			'host-1/Domain-0/disk/xvda',
			'host-1/Domain-0/disk/xvdb',
		]);
	});

	test('stands behind nobody but another one: of two hosts in the order of the page', () => {
		const other = aDomain('Domain-0', {key: 'other', control: true, id: 0});
		const both = usageAfter([
			[
				aReading(aSample([aDomain('b'), {...control, id: 1}])),
				aReading(aSample([other, aDomain('a')], {host: {id: 'host-2'}}), {uri: 'xl:', driver: 'xen'}),
			],
		]);
		const keys = (reverse: boolean) => rows(both, 'domains', {sort: 'id', reverse});
		expect(keys(false)).toEqual(['host-1/Domain-0', 'host-2/other', 'host-2/a', 'host-1/b']);
		expect(keys(true)).toEqual(['host-2/other', 'host-1/Domain-0', 'host-2/a', 'host-1/b']);
	});

	test('is filtered like any other', () => {
		expect(names(usage, {filter: 'z'})).toEqual(['z']);
		expect(names(usage, {filter: 'domain'})).toEqual(['Domain-0']);
	});
});

describe('the filter', () => {
	const usage = usageWith(
		aDomain('Web-1', {uuid: 'aaaa-0001', state: 'running'}),
		aDomain('db', {uuid: 'bbbb-0002', state: 'paused'}),
		aDomain('データ', {state: 'shutoff'}),
	);

	test('looks for a part of name, uuid or state, whatever the case', () => {
		expect(names(usage, {filter: 'wEB'})).toEqual(['Web-1']);
		expect(names(usage, {filter: 'BBBB'})).toEqual(['db']);
		expect(names(usage, {filter: 'shut'})).toEqual(['データ']);
		expect(names(usage, {filter: 'ータ'})).toEqual(['データ']);
		expect(names(usage, {filter: ''}).length).toBe(3);
		expect(names(usage, {filter: 'nobody'})).toEqual([]);
	});

	test('looks for what stands under STATE as well, and rows are in the order of that', () => {
		const usage = usageWith(
			aDomain('a', {state: 'paused'}),
			aDomain('b', {state: 'paused', stateWord: 'io-error'}),
			aDomain('c', {state: 'running'}),
			aDomain('d', {state: 'crashed'}),
		);
		expect(names(usage, {filter: 'io-err'})).toEqual(['b']);
		expect(names(usage, {filter: 'paused', sort: 'name'})).toEqual(['a', 'b']);
		expect(names(usage, {sort: 'state'})).toEqual(['d', 'b', 'a', 'c']);
	});

	test('is a text, not a pattern', () => {
		expect(names(usage, {filter: '.*'})).toEqual([]);
		expect(names(usage, {filter: '['})).toEqual([]);
	});

	test('is for domains: their devices follow', () => {
		const usage = usageWith(aDomain('a', {disks: [aDisk('vda')]}), aDomain('b', {disks: [aDisk('a')]}));
		expect(names(usage, {filter: 'a'}, 'disks')).toEqual(['a']);
	});
});

describe('devices', () => {
	const disks = [aDisk('vda'), aDisk('vdb')];
	const usage = usageWith(
		aDomain('known', {disks, nics: [], vcpus: [{index: 0}, {index: 1}]}),
		aDomain('closed', {
			disksReason: 'monitor belongs to libvirt',
			nicsReason: 'not root',
			vcpusReason: 'not root',
		}),
		aDomain('new', {}),
	);

	test('have a row each; a domain whose devices cannot be read has one that says why', () => {
		expect(rows(usage, 'disks')).toEqual(['host-1/closed', 'host-1/known/disk/vda', 'host-1/known/disk/vdb']);
		expect(rows(usage, 'nics')).toEqual(['host-1/closed']);
		expect(rows(usage, 'cpu')).toEqual(['host-1/closed', 'host-1/known/vcpu/0', 'host-1/known/vcpu/1']);
	});

	test('on the other pages a domain has one row', () => {
		expect(rows(usage, 'domains').length).toBe(3);
		expect(rows(usage, 'memory').length).toBe(3);
	});
});

test('a row knows its host', () => {
	const [row] = rowsOf(usageWith(aDomain('web')), 'domains', order(), rawContext);
	expect([row?.hostName, row?.hostCpus]).toEqual(['alpha', 8]);
});

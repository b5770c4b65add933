import {describe, expect, test} from 'vitest';
import type {Description} from '../../../../drivers/libvirt/mapping/description.ts';
import type {DomainContext} from '../../../../drivers/libvirt/mapping/domain-input.ts';
import {readDescription} from '../../../../drivers/libvirt/mapping/read-description.ts';
import type {XdrValue} from '../../../../drivers/libvirt/wire/xdr-value.ts';
import type {Domain, Memory} from '../../../../source/model/sample.ts';
import {memoryLines} from '../../../../source/one-shot/memory-lines.ts';
import {balloonState} from '../../../../source/usage/balloon-state.ts';
import {capturedRecord, capturedText} from './captured-records.ts';
import {domainFrom, someContext, someRecord} from './some-record.ts';

type Changes = Partial<DomainContext>;
type Fields = Readonly<Record<string, XdrValue>>;

const memoryOf = (fields: Fields, changes: Changes = {}): Memory =>
	domainFrom(someRecord(fields), changes).memory;

const described = (balloon: Description['balloon'], period = 0): Description => ({
	balloon,
	period,
	disks: [],
	nics: [],
});

const wall = Date.UTC(2026, 10, 21, 5);
const updated = wall / 1000 - 40;

describe('the balloon', () => {
	test('is there where it told something, be the XML unread; its period is not known then', () => {
		expect(memoryOf({'balloon.last-update': 0})).toMatchObject({
			balloon: 'present',
			period: undefined,
			reason: undefined,
		});
	});

	test('is what the XML says where it told nothing', () => {
		expect(memoryOf({}, {description: described('absent', 0)})).toMatchObject({
			balloon: 'absent',
			period: undefined,
			periodRefusal: undefined,
			reason: undefined,
		});
		expect(memoryOf({}, {description: described('present', 5)})).toMatchObject({
			balloon: 'present',
			period: 5,
			periodRefusal: undefined,
		});
		expect(memoryOf({})).toMatchObject({balloon: undefined, reason: 'its XML is not read yet'});
	});

	test('one that moved has a driver, be there statistics or not; a full one may have none', () => {
		const sizes = (current: number) => ({
			'balloon.current': current,
			'balloon.maximum': 1024,
			'balloon.last-update': 0,
		});
		const states = [1024, 512].map((current) =>
			[0, 5].map((period) => {
				const memory = memoryOf(sizes(current), {description: described('present', period)});
				return balloonState(memory, memory.statsAge);
			}),
		);
		expect(states).toEqual([
			['no driver', 'no driver'],
			['no period', 'no values'],
		]);
	});

	test('what other memory devices have not taken yet is no move of a balloon; DIMMs are always taken', () => {
		const hasMoved = (...models: readonly string[]) => {
			const devices = models.map((model) => `<memory model='${model}'/>`).join('');
			const description = readDescription(
				`<domain><devices>${devices}<memballoon model='virtio'/></devices></domain>`,
			);
			return memoryOf({'balloon.current': 512, 'balloon.maximum': 1024}, {description}).hasMoved;
		};
		expect(hasMoved('dimm', 'dimm')).toBe(true);
		for (const model of ['virtio-mem', 'virtio-pmem', 'nvdimm', 'sgx-epc']) {
			expect(hasMoved('dimm', model), model).toBeUndefined();
		}

		expect(memoryOf({'balloon.current': 512, 'balloon.maximum': 1024}).hasMoved).toBeUndefined();
	});

	test('of a captured guest without one', () => {
		const description = readDescription(capturedText('dumpxml-chain'));
		const {memory} = domainFrom(capturedRecord('domstats-backing', 'chain'), {description});
		expect(memory).toEqual({
			currentKiB: 65_536,
			maximumKiB: 65_536,
			residentKiB: 43_636,
			balloon: 'absent',
			periodRefusal: undefined,
			stats: [{tag: 'rss', value: 43_636}],
		});
	});

	test('whose guest never answered has statistics of no age, and no driver', () => {
		const memory = memoryOf(
			{'balloon.last-update': 0, 'balloon.maximum': 1024},
			{description: described('present', 2)},
		);
		expect(memory.statsAge).toBeUndefined();
		expect(memory.stats).toEqual([
			{tag: 'actual', value: 1024},
			{tag: 'rss', value: 512},
		]);
		expect(balloonState(memory, memory.statsAge)).toBe('no driver');
		expect(memoryLines(memory)).toEqual(['actual 1024', 'last_update 0', 'rss 512']);
	});

	test('has all of libvirt’s tags, in the order of virsh, whatever the order they came in', () => {
		const names = [
			'hugetlb_pgfail',
			'hugetlb_pgalloc',
			'disk_caches',
			'last-update',
			'usable',
			'available',
			'unused',
			'minor_fault',
			'major_fault',
			'swap_out',
			'swap_in',
		];
		const fields = Object.fromEntries(names.map((name, place) => [`balloon.${name}`, place + 1]));
		expect(memoryOf(fields).stats?.map(({tag, value}) => [tag, value])).toEqual([
			['actual', 1024],
			['swap_in', 11],
			['swap_out', 10],
			['major_fault', 9],
			['minor_fault', 8],
			['unused', 7],
			['available', 6],
			['usable', 5],
			['last_update', 4],
			['disk_caches', 3],
			['hugetlb_pgalloc', 2],
			['hugetlb_pgfail', 1],
			['rss', 512],
		]);
	});
});

describe('whether a period can be set', () => {
	test.each([
		['QEMU', undefined],
		['TEST', undefined],
		['LXC', 'not on this hypervisor'],
		['vz', 'not on this hypervisor'],
		['BHYVE', 'not on this hypervisor'],
		['Xen', 'Xen has no balloon statistics'],
	])('of %s', (hypervisor, refusal) => {
		const context = {hypervisor, description: described('present')};
		expect(memoryOf({}, context).periodRefusal).toBe(refusal);
		expect(memoryOf({}, {...context, periodRefusal: 'read-only'}).periodRefusal).toBe('read-only');
	});

	test('of one that does not run it cannot, and Xen tells one thing once', () => {
		const off = domainFrom(someRecord({'state.state': 5}, {id: undefined}), {periodRefusal: 'read-only'});
		expect(off.memory.periodRefusal).toBe('read-only');
		const {balloon, reason, periodRefusal} = memoryOf({'balloon.available': 5}, {hypervisor: 'Xen'});
		expect([balloon, reason]).toEqual([undefined, periodRefusal]);
	});
});

describe('the age of the statistics', () => {
	const fields = {'balloon.unused': 5, 'balloon.last-update': updated};

	test('is at first sight that by the clock of this machine, where it can be', () => {
		expect(memoryOf(fields, {wall}).statsAge).toBe(40);
		expect(memoryOf(fields, {wall, uptime: () => 3600}).statsAge).toBe(40);
		for (const odd of [{wall: wall - 60_000}, {wall, uptime: () => 30}]) {
			expect(memoryOf(fields, odd)).toMatchObject({statsAge: undefined, statsAgeAtLeast: 0});
		}
	});

	test('is then that by the monotonic clock, whatever became of the other', () => {
		const read = (at: number, update: number, now: number, before?: Domain) =>
			domainFrom(someRecord({...fields, 'balloon.last-update': update}), {at, wall: now * 1000, before});
		const first = read(100, 5000, 5001);
		const back = read(105, 5000, 1406, first);
		const after = read(107, 1407, 1408, back);
		const ahead = read(109, 1407, 91_410, after);
		expect([first, back, after, ahead].map(({memory}) => memory.statsAge)).toEqual([1, 6, 1, 3]);
		const late = read(110, 1410, 91_411, ahead);
		expect(late.memory.statsAge).toBe(1);
	});

	test('counts over SSH from when it was first seen to change, whatever the clocks say', () => {
		const read = (at: number, update: number, changes: Changes = {}) =>
			domainFrom(someRecord({...fields, 'balloon.last-update': update}), {
				isFar: true,
				at,
				...changes,
			});
		const first = read(100, 50);
		const second = read(102.5, 50, {before: first});
		const third = read(105, 50, {before: second});
		const again = read(107, 52, {before: third});
		const later = read(109, 52, {before: again});
		const all = [first, second, third, again, later].map(({memory}) => memory);
		expect(all.map(({statsAge}) => statsAge)).toEqual([undefined, undefined, undefined, 0, 2]);
		expect(all.map(({statsAgeAtLeast}) => statsAgeAtLeast)).toEqual([0, 2.5, 5, undefined, undefined]);
	});

	test('begins anew with an incarnation', () => {
		const before = domainFrom(someRecord(fields, {id: 2}), {isFar: true, at: 100});
		expect(memoryOf(fields, {isFar: true, at: 110, before}).statsAgeAtLeast).toBe(0);
	});

	test('counts, where libvirt tells no last_update, from when they were seen to change', () => {
		const vz = (at: number, unused: number, changes: Changes = {}) =>
			domainFrom(someRecord({'balloon.unused': unused, 'balloon.rss': at}), {
				hypervisor: 'vz',
				at,
				...changes,
			});
		const first = vz(1, 5);
		const second = vz(3, 5, {before: first});
		const third = vz(5, 6, {before: second});
		const fourth = vz(8, 6, {before: third});
		const all = [first, second, third, fourth].map(({memory}) => memory);
		expect(all.map(({statsAge}) => statsAge)).toEqual([undefined, undefined, 0, 3]);
		expect(second.memory.statsAgeAtLeast).toBe(2);
		expect(balloonState(second.memory, second.memory.statsAgeAtLeast)).toBe('fresh');
	});

	test('is none where libvirt knows only what it knows by itself', () => {
		const {memory} = domainFrom(someRecord({'balloon.rss': 5}), {
			...someContext(),
			hypervisor: 'LXC',
			description: described('absent'),
		});
		expect(memory.statsAge).toBeUndefined();
	});
});

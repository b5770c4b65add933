import {describe, expect, test} from 'vitest';
import type {Domain} from '../../source/model/sample.ts';
import {type DomainUsage, domainUsage, rescaled} from '../../source/usage/domain-usage.ts';
import {collectGarbage} from '../helpers/collect-garbage.ts';
import {changed} from '../helpers/plain-of.ts';
import {place, published, read} from '../helpers/published.ts';
import {aDisk, aDomain, usageWith} from '../helpers/sample-builder.ts';

test('rowKey is host and key: it outlives a reboot', () => {
	expect(published([read(100)]).rowKey).toBe('host-1/web');
	expect(published([read(100), read(102, {incarnation: 'second'})]).rowKey).toBe('host-1/web');
});

describe('the interval', () => {
	test("is that between the domain's own readings, whatever the delay is", () => {
		const usage = published([read(100, {cpuSeconds: 10}), read(104, {cpuSeconds: 11})], [100, 101]);
		expect(usage.interval).toBe(4);
		expect(usage.cpuPercent).toBe(25);
	});

	test('is unknown at the first sight, and so are the rates', () => {
		const usage = published([read(100, {cpuSeconds: 10, disks: [aDisk('vda', {readBytes: 5})]})]);
		expect([usage.interval, usage.before, usage.cpuPercent, usage.readBytesPerSecond]).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
		]);
	});

	test('is unknown where time went back', () => {
		const usage = published([read(100, {cpuSeconds: 10}), read(90, {cpuSeconds: 11})]);
		expect([usage.interval, usage.cpuPercent]).toEqual([undefined, undefined]);
	});
});

describe('the same reading again', () => {
	const first = read(100, {cpuSeconds: 10, disks: [aDisk('vda', {readBytes: 0})]});
	const second = read(102, {cpuSeconds: 11, disks: [aDisk('vda', {readBytes: 200})]});

	test('keeps the usage and lets its age grow', () => {
		const fresh = published([first, second], [100, 102.5]);
		const older = domainUsage(fresh, {...second}, place, 107, 'physical');
		expect(fresh.age).toBe(0.5);
		expect(older).toEqual(changed(fresh, {age: 5}));
		expect(older.readBytesPerSecond).toBe(100);
	});

	test('has what is new about state and period', () => {
		const usage = published([first, second, {...second, state: 'paused', memory: {period: 5}}]);
		expect([usage.domain.state, usage.domain.memory.period, usage.cpuPercent]).toEqual(['paused', 5, 50]);
	});

	test('is followed by a rate over the whole time since', () => {
		const usage = published([first, second, second, second, read(112, {cpuSeconds: 12})]);
		expect([usage.interval, usage.cpuPercent]).toEqual([10, 10]);
	});

	test('never has a negative age', () => {
		expect(domainUsage(undefined, first, place, 99, 'physical').age).toBe(0);
	});
});

describe('another incarnation', () => {
	test('has no past: its first rates are unknown, its second are its own', () => {
		const disks = (readBytes: number) => [aDisk('vda', {readBytes})];
		const old = read(100, {cpuSeconds: 10, disks: disks(1000)});
		const young = read(102, {incarnation: 'second', cpuSeconds: 50, disks: disks(9000)});
		const usage = published([old, young]);
		expect([usage.interval, usage.cpuPercent, usage.readBytesPerSecond]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		const next = domainUsage(
			usage,
			{...young, at: 104, cpuSeconds: 52, disks: disks(9200)},
			place,
			104,
			'512',
		);
		expect([next.cpuPercent, next.readBytesPerSecond]).toEqual([100, 100]);
	});

	test('has no past even where the reading has the same time', () => {
		const usage = published([
			read(100, {cpuSeconds: 1}),
			read(102, {cpuSeconds: 2}),
			read(102, {cpuSeconds: 2, incarnation: 'second'}),
		]);
		expect(usage.cpuPercent).toBeUndefined();
	});

	test('is what a processor time that fell tells of, though it has the same words', () => {
		const usage = published([
			read(100, {cpuSeconds: 10, disks: [aDisk('vda', {readBytes: 100})]}),
			read(102, {cpuSeconds: 1, disks: [aDisk('vda', {readBytes: 300})]}),
		]);
		expect([usage.before, usage.cpuPercent, usage.readBytesPerSecond]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	test('the same words of another driver are another incarnation', () => {
		const usage = domainUsage(
			published([read(100, {cpuSeconds: 1})]),
			read(102, {cpuSeconds: 9}),
			{...place, uri: 'xl:', driver: 'xen'},
			102,
			'physical',
		);
		expect([usage.cpuPercent, usage.driver]).toEqual([undefined, 'xen']);
	});
});

describe('CPU', () => {
	test('100 is one host CPU', () => {
		expect(published([read(100, {cpuSeconds: 10}), read(102, {cpuSeconds: 18})]).cpuPercent).toBe(400);
	});

	test('has a clock of its own where another source gave it: its growth by that, the rest by the reading', () => {
		const disks = (readBytes: number) => [aDisk('xvda', {readBytes})];
		const vcpus = (cpuSeconds: number) => [{index: 0, cpuSeconds}];
		const usage = published([
			read(100, {cpuAt: 98, cpuSeconds: 10, vcpus: vcpus(10), disks: disks(0)}),
			read(102, {cpuAt: 102, cpuSeconds: 12, vcpus: vcpus(12), disks: disks(200)}),
		]);
		expect([usage.interval, usage.cpuPercent, usage.vcpus?.[0]?.cpuPercent]).toEqual([2, 50, 50]);
		expect(usage.readBytesPerSecond).toBe(100);
	});

	test('counts from the reading where a source came or went that has a clock of its own', () => {
		const usage = published([read(100, {cpuSeconds: 10}), read(102, {cpuAt: 101, cpuSeconds: 10.5})]);
		expect(usage.cpuPercent).toBe(50);
		const back = published([read(100, {cpuAt: 99, cpuSeconds: 10}), read(103, {cpuSeconds: 11})]);
		expect(back.cpuPercent).toBe(25);
	});

	test('that was not read again is unknown, and the next growth is over the whole time since', () => {
		const readings = [
			read(100, {cpuAt: 100, cpuSeconds: 10, disks: [aDisk('xvda', {readBytes: 0})]}),
			read(102, {cpuAt: 100, cpuSeconds: 10, disks: [aDisk('xvda', {readBytes: 200})]}),
			read(104, {cpuAt: 104, cpuSeconds: 12, disks: [aDisk('xvda', {readBytes: 400})]}),
		];
		const stale = published(readings.slice(0, 2));
		expect([stale.cpuPercent, stale.readBytesPerSecond]).toEqual([undefined, 100]);
		expect(published(readings).cpuPercent).toBe(50);
	});

	test('of a clock that went back is unknown', () => {
		const usage = published([read(100, {cpuAt: 100, cpuSeconds: 1}), read(102, {cpuAt: 99, cpuSeconds: 2})]);
		expect([usage.interval, usage.cpuPercent]).toEqual([2, undefined]);
	});

	test('of a source that gives only a rate is that rate, from the first reading on', () => {
		expect(published([read(100, {cpuRate: {percent: 12.5, interval: 10}})]).cpuPercent).toBe(12.5);
	});
});

describe('the busiest disk', () => {
	test('is the one that moved most bytes both ways together', () => {
		const disks = (factor: number) => [
			aDisk('a', {readBytes: 100 * factor, writeBytes: 0}),
			aDisk('b', {readBytes: 60 * factor, writeBytes: 60 * factor}),
			aDisk('c', {readBytes: undefined}),
		];
		const usage = published([read(100, {disks: disks(1)}), read(101, {disks: disks(2)})]);
		expect(usage.busiest?.disk.name).toBe('b');
	});

	test('is absent where none moved any', () => {
		const disks = [aDisk('a', {readBytes: 100, writeBytes: 100})];
		expect(published([read(100, {disks}), read(101, {disks})]).busiest).toBeUndefined();
	});
});

describe('rescaled', () => {
	const vbds = (sectors: number) => [
		aDisk('xvda', {readSectors: sectors, writeSectors: sectors, physicalSectorBytes: 4096}),
		aDisk('xvdb', {readBytes: sectors * 100, writeBytes: 0}),
	];
	const physical = published([read(100, {disks: vbds(1000)}), read(102, {disks: vbds(1200)})]);

	test('changes the multiplier of sectors and leaves bytes alone', () => {
		expect(physical.readBytesPerSecond).toBe(100 * 4096 + 10_000);
		expect(physical.busiest?.disk.name).toBe('xvda');
		const small = rescaled(physical, '512');
		expect(small.readBytesPerSecond).toBe(100 * 512 + 10_000);
		expect(small.disks?.[0]).toMatchObject({sectorBytes: 512, readBytes: 1200 * 512});
		expect(small.domain).toBe(physical.domain);
	});

	test('there and back is where it was', () => {
		expect(rescaled(rescaled(physical, '512'), 'physical')).toEqual(physical);
	});

	test('makes no counter jump: the next rate is derived from sectors', () => {
		const next = domainUsage(rescaled(physical, '512'), read(104, {disks: vbds(1400)}), place, 104, '512');
		expect(next.readBytesPerSecond).toBe(100 * 512 + 10_000);
	});

	test('subtracts nothing of a disk that was detached and attached again', () => {
		const disk = (incarnation: string, readSectors: number) => [
			aDisk('xvda', {incarnation, readSectors, physicalSectorBytes: 4096}),
		];
		const usage = published([read(100, {disks: disk('1', 10)}), read(102, {disks: disk('2', 30)})]);
		expect(rescaled(usage, '512').disks?.[0]).toMatchObject({
			readBytes: 30 * 512,
			readBytesPerSecond: undefined,
		});
	});

	test('works without a past and without disks', () => {
		expect(rescaled(published([read(100)]), '512').disks).toBeUndefined();
		expect(rescaled(published([read(100, {disks: vbds(5)})]), '512').readBytesPerSecond).toBeUndefined();
	});
});

test.each([1, 2])('no chain of old readings is kept, each told %d times', async (times) => {
	const kept: WeakRef<Domain>[] = [];
	let usage: DomainUsage | undefined;
	for (let at = 1; at <= 50; at++) {
		for (let time = 0; time < times; time++) {
			const domain = read(at, {cpuSeconds: at, disks: [aDisk('vda', {readBytes: at})], vcpus: []});
			kept.push(new WeakRef(domain));
			usage = domainUsage(usage, domain, place, at, 'physical');
			usage = at % 2 === 0 ? rescaled(usage, '512') : usage;
			expect([usage.disks?.length, usage.vcpus]).toEqual([1, []]);
		}
	}

	await collectGarbage();
	expect(new Set(kept.flatMap((domain) => domain.deref()?.at ?? []))).toEqual(new Set([49, 50]));
	expect(usage?.domain.at).toBe(50);
});

test('of a reading that is told again and again only the first and the last are kept', async () => {
	const kept: WeakRef<Domain>[] = [];
	let usage: DomainUsage | undefined;
	for (let now = 100; now < 150; now++) {
		const domain = read(100, {cpuSeconds: 1, vcpus: []});
		kept.push(new WeakRef(domain));
		usage = domainUsage(usage, domain, place, now, 'physical');
	}

	await collectGarbage();
	expect(kept.flatMap((domain, index) => (domain.deref() ? index : []))).toEqual([0, 49]);
	expect(usage?.age).toBe(49);
});

describe('a reading whose moment is not known', () => {
	const counts = (at: number, changes: Partial<Domain> = {}) =>
		read(at, {cpuSeconds: at, disks: [aDisk('vda', {readBytes: at * 10})], ...changes});

	test('begins no rate, and the first dated one does', () => {
		const first = published([counts(100, {datedFrom: 100}), counts(101, {datedFrom: 101})]);
		expect([first.interval, first.cpuPercent, first.readBytesPerSecond]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		const second = published([
			counts(100, {datedFrom: 100}),
			counts(101, {datedFrom: 101}),
			counts(111, {datedFrom: 101}),
		]);
		expect([second.interval, second.cpuPercent, second.readBytesPerSecond]).toEqual([10, 100, 10]);
	});

	test('begins none either where dated ones were missed in between', () => {
		const usage = published([counts(100, {datedFrom: 100}), counts(121, {datedFrom: 101})]);
		expect([usage.interval, usage.cpuPercent]).toEqual([undefined, undefined]);
	});

	test('that is the same all the time begins rates of 0', () => {
		const same = {datedFrom: 100, cpuSeconds: 5};
		expect(published([read(100, same), read(110, same)]).cpuPercent).toBe(0);
	});
});

describe('vCPUs of the same reading', () => {
	const vcpus = [{index: 0, cpuSeconds: 7}];

	test('that were asked for since are known, without a rate', () => {
		const usage = published([read(100), read(102), read(102, {vcpus})]);
		expect(usage.vcpus).toEqual([{vcpu: vcpus[0], cpuPercent: undefined, waitPercent: undefined}]);
	});

	test('keep their rate, and are gone when the guest is not asked', () => {
		const before = [{index: 0, cpuSeconds: 6}];
		const readings = [read(100, {vcpus: before}), read(102, {vcpus}), read(102, {vcpus})];
		expect(published(readings).vcpus?.[0]?.cpuPercent).toBe(50);
		expect(published([...readings, read(102)]).vcpus).toBeUndefined();
		expect(published([...readings, read(102), read(102, {vcpus})]).vcpus?.[0]?.cpuPercent).toBe(50);
	});
});

test('a domain that is off has no rates, with devices or without; one that runs without any has 0', () => {
	const rates = (state: 'shutoff' | 'running') => {
		const [usage] = usageWith(aDomain('web', {state, disks: [], nics: []})).domains;
		return [usage?.readBytesPerSecond, usage?.writeRequestsPerSecond, usage?.receiveBytesPerSecond];
	};
	expect(rates('shutoff')).toEqual([undefined, undefined, undefined]);
	expect(rates('running')).toEqual([0, 0, 0]);
	const off = usageWith(aDomain('web', {state: 'shutoff', disks: [], nics: []})).domains[0];
	expect(off && rescaled(off, '512').readBytesPerSecond).toBeUndefined();
});

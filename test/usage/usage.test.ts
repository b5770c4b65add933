import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Reading} from '../../source/driver/reading.ts';
import type {Domain} from '../../source/model/sample.ts';
import {usageOf} from '../../source/usage/usage.ts';
import {plainOf} from '../helpers/plain-of.ts';
import {aDisk, aDomain, aReading, aSample, momentAt, usageAfter, wallAt} from '../helpers/sample-builder.ts';
import {silentReport as silent} from '../helpers/silent-report.ts';

const better = (sample: Reading['sample'], changes: Partial<Reading> = {}): Reading =>
	aReading(sample, {uri: 'xl:', driver: 'xen', ...changes});

describe('a refresh', () => {
	test('has its time and, from the second on, its interval', () => {
		const readings = [aReading(aSample([]))];
		const first = usageOf(undefined, readings, momentAt(100));
		expect(first).toMatchObject({time: wallAt(100), at: 100, interval: undefined});
		expect(usageOf(first, readings, momentAt(102.5)).interval).toBe(2.5);
	});

	test('without connections, or before the first sample, is empty', () => {
		expect(usageOf(undefined, [], momentAt(100))).toMatchObject({
			connections: [],
			hosts: [],
			domains: [],
			problems: [],
		});
		const waiting = usageOf(undefined, [aReading(undefined)], momentAt(100));
		expect(waiting.connections).toEqual([
			{
				uri: 'qmp:',
				driver: 'qemu',
				status: {state: 'reading', message: 'Reading qmp:.'},
				simulated: false,
				host: undefined,
				origins: {},
			},
		]);
		expect(waiting.hosts).toEqual([]);
	});

	test('holds no earlier refresh', () => {
		let usage = usageOf(undefined, [aReading(aSample([aDomain('web')]))], momentAt(100));
		const text = JSON.stringify(plainOf(usage)).length;
		for (let at = 101; at < 130; at++) {
			usage = usageOf(usage, [aReading(aSample([aDomain('web', {at})], {host: {at}}))], momentAt(at));
		}

		expect(JSON.stringify(plainOf(usage)).length).toBeLessThan(text * 2);
	});
});

describe('hosts', () => {
	const busy = (at: number, cpuSeconds: number) => aSample([], {host: {at, cpuSeconds}});

	test('CPU is percent of one CPU over the time between their own readings', () => {
		const usage = usageAfter([[aReading(busy(100, 50))], [aReading(busy(104, 66))]], [100, 102]);
		expect(usage.hosts.map(({cpuPercent}) => cpuPercent)).toEqual([400]);
	});

	test('the same reading again keeps the use', () => {
		const usage = usageAfter([
			[aReading(busy(100, 50))],
			[aReading(busy(104, 66))],
			[aReading(busy(104, 66))],
		]);
		expect(usage.hosts[0]?.cpuPercent).toBe(400);
	});

	test('unknown at first, and after a reboot', () => {
		expect(usageAfter([[aReading(busy(100, 50))]]).hosts[0]?.cpuPercent).toBeUndefined();
		const rebooted = usageAfter([[aReading(busy(100, 50))], [aReading(busy(104, 3))]]);
		expect(rebooted.hosts[0]?.cpuPercent).toBeUndefined();
	});

	test('count once, however many connections see them, and from the first that is not lost', () => {
		const lost: Partial<Reading> = {status: {state: 'lost', message: 'Gone.'}};
		const rich = aSample([], {host: {memoryKiB: 100}});
		const other = aSample([], {host: {memoryKiB: 200}});
		expect(usageAfter([[better(rich), aReading(other)]]).hosts.map(({host}) => host.memoryKiB)).toEqual([
			100,
		]);
		expect(usageAfter([[better(rich, lost), aReading(other)]]).hosts.map(({host}) => host.memoryKiB)).toEqual(
			[200],
		);
		expect(usageAfter([[better(rich, lost)]]).hosts.map(({host}) => host.memoryKiB)).toEqual([100]);
	});

	test('read through another connection have no past: it may count otherwise', () => {
		const usage = usageAfter([[better(busy(100, 50))], [aReading(busy(104, 5000))]]);
		expect(usage.hosts[0]?.cpuPercent).toBeUndefined();
	});
});

describe('a domain that two connections see', () => {
	const mine = aDomain('web', {name: 'as xen calls it'});
	const other = aDomain('web', {name: 'as qemu calls it'});
	const shown = (...readings: Reading[]): unknown =>
		usageAfter([readings]).domains.map(({domain, uri}) => [domain.name, uri]);

	test('is shown once on one host, from the one that stands first', () => {
		expect(shown(better(aSample([mine])), aReading(aSample([other, aDomain('db')])))).toEqual([
			['as xen calls it', 'xl:'],
			['db', 'qmp:'],
		]);
	});

	test('is two domains on two hosts', () => {
		expect(shown(better(aSample([mine], {host: {id: 'host-2'}})), aReading(aSample([other])))).toEqual([
			['as xen calls it', 'xl:'],
			['as qemu calls it', 'qmp:'],
		]);
	});

	test('is shown from the other while the first is lost, and without false rates', () => {
		const disks = (readBytes: number) => [aDisk('vda', {readBytes})];
		const lost: Partial<Reading> = {status: {state: 'lost', message: 'Gone.'}};
		const usage = usageAfter([
			[better(aSample([{...mine, disks: disks(0)}])), aReading(aSample([{...other, disks: disks(9000)}]))],
			[
				better(aSample([{...mine, disks: disks(0)}]), lost),
				aReading(aSample([{...other, at: 101, disks: disks(9500)}])),
			],
		]);
		expect(usage.domains.map(({uri, readBytesPerSecond}) => [uri, readBytesPerSecond])).toEqual([
			['qmp:', undefined],
		]);
		expect(usage.connections.map(({uri}) => uri)).toEqual(['xl:', 'qmp:']);
	});

	test('keys of all kinds are kept apart by host', () => {
		const key = fc.constantFrom('a', 'b', '__proto__', 'host-1/a', '');
		const host = fc.constantFrom('host-1', 'host-2', '__proto__');
		const reading = fc.record({host, keys: fc.array(key)});
		fc.assert(
			fc.property(fc.array(reading, {maxLength: 4}), (all) => {
				const readings = all.map(({host: id, keys}, index) =>
					aReading(
						aSample(
							keys.map((name) => aDomain(name)),
							{host: {id}},
						),
						{uri: `qmp:///${index}`},
					),
				);
				const {domains, hosts} = usageOf(undefined, readings, momentAt(100));
				const expected = new Set(
					all.flatMap(({host: id, keys}) => keys.map((name) => JSON.stringify([id, name]))),
				);
				expect(new Set(domains.map(({host: id, domain}) => JSON.stringify([id, domain.key])))).toEqual(
					expected,
				);
				expect(domains.length).toBe(expected.size);
				expect(new Set(hosts.map((usage) => usage.host.id))).toEqual(new Set(all.map(({host: id}) => id)));
				for (const {host: id, domain, uri} of domains) {
					const first = all.findIndex(
						(one) => one.host === id && one.keys.some((name) => name === domain.key),
					);
					expect(uri).toBe(`qmp:///${first}`);
				}
			}),
		);
	});
});

describe('domains come and go', () => {
	const refresh = (at: number, ...domains: Domain[]) => [
		aReading(aSample(domains.map((one) => ({...one, at})))),
	];

	test('one that left has no row, and no past when it comes back', () => {
		const web = (cpuSeconds: number) => aDomain('web', {cpuSeconds});
		expect(usageAfter([refresh(100, web(1)), refresh(101)]).domains).toEqual([]);
		const back = usageAfter([refresh(100, web(1)), refresh(101), refresh(102, web(900))]);
		expect(back.domains[0]?.cpuPercent).toBeUndefined();
	});

	test('one that does not answer keeps its row, its rates and their growing age', () => {
		const web = (at: number, cpuSeconds: number) => aSample([aDomain('web', {at, cpuSeconds})]);
		const usage = usageAfter([[aReading(web(100, 1))], [aReading(web(101, 1.5))], [aReading(web(101, 1.5))]]);
		expect(usage.domains[0]).toMatchObject({age: 1, cpuPercent: 50});
	});
});

/** What is looked at of values, however deep. */
const createCounter = () => {
	const wrapped = new WeakMap<object, object>();
	let looks = 0;
	const watch = <Value>(value: Value): Value => {
		if (typeof value !== 'object' || value === null) {
			return value;
		}

		const known = wrapped.get(value);
		if (known) {
			return known as Value;
		}

		const proxy = new Proxy(value, {
			get(target, name) {
				looks++;
				return watch(Reflect.get(target, name, target));
			},
		});
		wrapped.set(value, proxy);
		return proxy;
	};

	return {watch, looks: () => looks};
};

test('of ten times as many domains, all of them silent, no more than ten times as much is looked at', () => {
	const readings = (count: number, at: number): readonly Reading[] => {
		const domains = Array.from({length: count}, (_, index) =>
			aDomain(`domain-${index}`, {
				at,
				cpuSeconds: at,
				disks: ['a', 'b', 'c', 'd'].map((name) => aDisk(name, {readBytes: at * 1000, writeBytes: at})),
			}),
		);
		const problems = domains.map(({key}) => ({...silent, domain: key}));
		return [aReading(aSample(domains, {host: {at}, problems}))];
	};

	const looksAt = (count: number): number => {
		const first = usageOf(undefined, readings(count, 99), momentAt(99));
		const {watch, looks} = createCounter();
		const second = usageOf(watch(first), watch(readings(count, 100)), momentAt(100));
		expect(second.domains[count - 1]?.readBytesPerSecond).toBe(4000);
		expect(second.problems.map(({since}) => since)).toEqual(Array(count).fill(wallAt(99)));
		return looks();
	};

	expect(looksAt(300)).toBeLessThanOrEqual(looksAt(30) * 10);
});

test.each([
	['renamed', (index: number, at: number) => `${at}-${index}`],
	['turned round', (index: number, at: number) => `${at % 2 === 0 ? index : 1023 - index}`],
])('of disks, NICs and vCPUs %s at each refresh twice as much is looked at, and no more', (_, nameOf) => {
	const readings = (at: number, isOdd: boolean): readonly Reading[] => {
		const names = Array.from({length: 1024}, (_value, index) => nameOf(index, isOdd ? at : 100));
		const devices = names.map((name) => ({name, at}));
		return [
			aReading(
				aSample([
					aDomain('web', {
						at,
						disks: devices,
						nics: devices,
						vcpus: names.map((name) => ({index: Number(name.split('-').at(-1)) + (isOdd ? at : 0)})),
					}),
				]),
			),
		];
	};

	const looksAt = (isOdd: boolean): number => {
		const first = usageOf(undefined, readings(99, isOdd), momentAt(99));
		const {watch, looks} = createCounter();
		usageOf(watch(first), watch(readings(100, isOdd)), momentAt(100));
		return looks();
	};

	expect(looksAt(true)).toBeLessThanOrEqual(looksAt(false) * 2);
});

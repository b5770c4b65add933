import {expect, test} from 'vitest';
import type {MemoryTag} from '../../source/model/sample.ts';
import {statesText} from '../../source/scene/states-text.ts';
import {totalsOf} from '../../source/usage/totals.ts';
import {aDisk, aDomain, aNic, aReading, aSample, usageAfter, usageWith} from '../helpers/sample-builder.ts';

const stats = (values: Partial<Record<MemoryTag, number>>) => ({
	stats: Object.entries(values).map(([tag, value]) => ({tag: tag as MemoryTag, value})),
});

test('a host counts once, however many connections see it; two hosts are added up', () => {
	const totals = totalsOf(
		usageAfter([
			[
				aReading(aSample([]), {uri: 'xl:', driver: 'xen'}),
				aReading(aSample([])),
				aReading(aSample([], {host: {id: 'host-2', cpus: 4, memoryKiB: 1, memoryFreeKiB: undefined}})),
			],
		]),
	);
	expect(totals).toMatchObject({cpus: 12, memoryKiB: 16 * 2 ** 20 + 1, memoryFreeKiB: 4 * 2 ** 20});
});

test('before anything was read all is unknown; a host without domains uses nothing', () => {
	const {states, faulty, old, ...sums} = totalsOf(usageAfter([[aReading(undefined)]]));
	expect([states, faulty, old]).toEqual([{}, 0, 0]);
	expect(Object.values(sums).filter((sum) => sum !== undefined)).toEqual([]);
	const empty = totalsOf(usageWith());
	expect([empty.cpus, empty.givenKiB, empty.usedKiB, empty.readBytesPerSecond]).toEqual([8, 0, 0, 0]);
});

test('what no domain says is unknown', () => {
	const silent = totalsOf(usageWith(aDomain('web')));
	expect([silent.givenKiB, silent.usedKiB, silent.readBytesPerSecond, silent.cpuPercent]).toEqual([
		undefined,
		undefined,
		undefined,
		undefined,
	]);
});

test('states are counted; what is given counts only where the domain is there', () => {
	const totals = totalsOf(
		usageWith(
			aDomain('a', {memory: {currentKiB: 100}}),
			aDomain('b', {state: 'paused', memory: {currentKiB: 10}}),
			aDomain('c', {state: 'shutoff', memory: {currentKiB: 1000}}),
			aDomain('d', {state: 'crashed', memory: {currentKiB: 1000}}),
			aDomain('e', {}),
		),
	);
	expect(totals.states).toEqual({running: 2, paused: 1, shutoff: 1, crashed: 1});
	expect(totals.givenKiB).toBe(110);
});

test('what guests use is what they have without what they do not use, of those that say both', () => {
	const totals = totalsOf(
		usageWith(
			aDomain('a', {memory: stats({available: 1000, unused: 400})}),
			aDomain('b', {memory: stats({available: 50, unused: 50})}),
			// A guest says what it likes.
			aDomain('liar', {memory: stats({available: 0, unused: 2 ** 62})}),
			aDomain('c', {memory: stats({available: 7000})}),
		),
	);
	expect(totals.usedKiB).toBe(600);
});

test('rates of all domains are added up, unknown ones left out; old domains are counted', () => {
	const refresh = (at: number) => [
		aReading(
			aSample([
				aDomain('a', {
					at,
					disks: [aDisk('vda', {readBytes: at * 10, writeBytes: 0})],
					nics: [aNic('tap0', {receiveBytes: at})],
				}),
				aDomain('b', {at, disks: [aDisk('vda', {readBytes: at * 5})]}),
				aDomain('stuck', {at: 90}),
			]),
		),
	];
	expect(totalsOf(usageAfter([refresh(100), refresh(101)]))).toMatchObject({
		readBytesPerSecond: 15,
		writeBytesPerSecond: 0,
		receiveBytesPerSecond: 1,
		transmitBytesPerSecond: undefined,
		old: 1,
	});
});

test('what a domain did before it fell silent is no rate of now', () => {
	const refresh = (at: number) => [
		aReading(
			aSample([
				aDomain('stuck', {
					at: Math.min(at, 101),
					disks: [aDisk('vda', {readBytes: Math.min(at, 101) * 1000})],
				}),
				aDomain('well', {at, disks: [aDisk('vda', {readBytes: at})]}),
			]),
		),
	];
	const early = totalsOf(usageAfter([refresh(100), refresh(101)]));
	const late = totalsOf(usageAfter([100, 101, 102, 103, 104, 105, 106].map(refresh)));
	expect([early.readBytesPerSecond, late.readBytesPerSecond, late.old]).toEqual([1001, 1, 1]);
});

test('what a host did before it was lost is no load of now, and its CPUs are not idle', () => {
	const refresh = (at: number) => [
		aReading(aSample([], {host: {at, cpuSeconds: at * 2}}), {uri: 'a:'}),
		aReading(aSample([], {host: {id: 'far', cpus: 4, at: Math.min(at, 101), cpuSeconds: at * 4}}), {
			uri: 'b:',
			status: {state: at > 101 ? 'lost' : 'reading', message: ''},
		}),
	];
	const early = totalsOf(usageAfter([refresh(100), refresh(101)]));
	const late = totalsOf(usageAfter([100, 101, 102, 103, 104, 105].map(refresh)));
	expect([early.cpuPercent, early.cpus]).toEqual([600, 12]);
	expect([late.cpuPercent, late.cpus]).toEqual([200, 8]);
});

test('where all that have disks are old, their sum is unknown and not 0, though others have none', () => {
	const refresh = (at: number) => [
		aReading(
			aSample([
				aDomain('old', {
					at: Math.min(at, 101),
					disks: [aDisk('vda', {readBytes: Math.min(at, 101)})],
					nics: [aNic('tap0', {receiveBytes: Math.min(at, 101)})],
				}),
				aDomain('off', {at, state: 'shutoff', disks: [], nics: []}),
			]),
		),
	];
	const late = totalsOf(usageAfter([100, 101, 102, 103, 104, 105, 106].map(refresh)));
	expect([late.old, late.readBytesPerSecond, late.receiveBytesPerSecond]).toEqual([1, undefined, undefined]);
});

test('domains that stand still on an error are counted apart from those that somebody paused', () => {
	const totals = totalsOf(
		usageWith(
			aDomain('a', {state: 'paused'}),
			aDomain('b', {state: 'paused', stateFault: 'no space'}),
			aDomain('c', {state: 'crashed', stateFault: 'crashed'}),
			aDomain('d', {state: 'shutoff', stateFault: 'failed'}),
		),
	);
	expect([totals.states, totals.faulty]).toEqual([{paused: 1, crashed: 1, shutoff: 1}, 1]);
	expect(statesText(totals, 80)).toBe('4 domains: 1 in error, 1 crashed, 1 paused, 1 off');
});

test('where nothing of what was asked for answered, that nothing is moved is not known', () => {
	const sample = {...aSample([]), unanswered: 'It has not answered for 3 s.'};
	const totals = totalsOf(usageAfter([[aReading(sample)]]));
	expect([totals.readBytesPerSecond, totals.receiveBytesPerSecond, totals.givenKiB]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
	expect(totals.memoryKiB).toBe(16 * 2 ** 20);
});

import {describe, expect, test} from 'vitest';
import {xenMemory} from '../../../../drivers/xen/mapping/memory.ts';
import {memoryLines} from '../../../../source/one-shot/memory-lines.ts';

const periodRefusal = 'Xen has no balloon statistics';
const known = {id: 3, state: 'running', memoryKiB: 100, maximumKiB: 200} as const;

test('what it has is the hypervisor’s word, its target and maximum are the toolstack’s', () => {
	expect(xenMemory(known, {id: 3, targetKiB: 90, maximumKiB: 150}, undefined, 10)).toEqual({
		currentKiB: 100,
		maximumKiB: 150,
		targetKiB: 90,
		periodRefusal,
		reason: 'the guest reports nothing',
		stats: [{tag: 'available', value: 150}],
	});
	expect(xenMemory(known, {id: 3}, undefined, 10)).toMatchObject({maximumKiB: 200});
});

test('without xenstore nobody knows what the guest tells', () => {
	expect(xenMemory(undefined, undefined, undefined, 10)).toEqual({
		periodRefusal,
		reason: 'xenstore reports nothing of it',
	});
});

test('what a guest’s agent told is as old as it is', () => {
	const memory = {totalKiB: 95, freeKiB: 40, changedAt: 7.5};
	expect(xenMemory(known, {id: 3, memory}, undefined, 10)).toMatchObject({
		balloon: 'present',
		statsAge: 2.5,
		stats: [
			{tag: 'unused', value: 40},
			{tag: 'available', value: 95},
		],
	});
	expect(xenMemory(known, {id: 3, memory}, undefined, 7)).toMatchObject({statsAge: 0});
});

test('Domain-0’s own view is of now, and where it cannot be read that of no other', () => {
	const own = [{tag: 'usable', value: 5}] as const;
	expect(xenMemory(known, undefined, own, 10)).toMatchObject({statsAge: 0, stats: own});
	expect(xenMemory(known, {id: 0}, [], 10)).toMatchObject({reason: 'the guest reports nothing'});
});

describe('a guest that says what it uses, as Qubes’ do', () => {
	const told = (usedKiB: number) => xenMemory(known, {id: 3, memory: {usedKiB, changedAt: 7}}, undefined, 10);

	test.each([1, 60, 100])('%i KiB: what it has less that is unused', (used) => {
		expect(told(used)).toMatchObject({
			balloon: 'present',
			statsAge: 3,
			stats: [
				{tag: 'unused', value: 100 - used},
				{tag: 'available', value: 100},
			],
		});
		expect(told(used).reason).toBeUndefined();
	});

	test('more than it has is swapped out: what is unused is unknown, and that it tells nothing is not said', () => {
		expect(told(101)).toMatchObject({
			reason: 'it says that it uses more than it has',
			stats: [{tag: 'available', value: 200}],
		});
	});

	test('of what it has nothing is known without the hypervisor', () => {
		const memory = {usedKiB: 5, changedAt: 7};
		expect(xenMemory(undefined, {id: 3, memory}, undefined, 10)).toEqual({
			periodRefusal,
			reason: 'it is not known what it has',
		});
	});
});

test('rows of its /proc/meminfo are reported as they are', () => {
	const memory = {totalKiB: 95, freeKiB: 20, usableKiB: 60, cachesKiB: 30, changedAt: 7};
	expect(xenMemory(known, {id: 3, memory}, undefined, 10).stats).toEqual([
		{tag: 'unused', value: 20},
		{tag: 'available', value: 95},
		{tag: 'usable', value: 60},
		{tag: 'disk_caches', value: 30},
	]);
});

test('an agent that told only the one size so far', () => {
	const memory = (told: object) => xenMemory(known, {id: 3, memory: {...told, changedAt: 7}}, undefined, 10);
	expect(memory({totalKiB: 95}).stats).toEqual([{tag: 'available', value: 95}]);
	expect(memory({freeKiB: 40}).stats).toEqual([
		{tag: 'unused', value: 40},
		{tag: 'available', value: 100},
	]);
});

test.each([{totalKiB: 201, freeKiB: 5}, {totalKiB: 4_000_000_000, freeKiB: 3_999_999_999}, {freeKiB: 201}])(
	'%j is more than it may have, and so unknown',
	(told) => {
		expect(
			xenMemory(known, {id: 3, maximumKiB: 150, memory: {...told, changedAt: 7}}, undefined, 10),
		).toMatchObject({
			reason: 'it reports more than it may have',
			stats: [{tag: 'available', value: 150}],
		});
	},
);

describe('dommemstat, as virsh has it of libxl', () => {
	const lines = (domain: Parameters<typeof xenMemory>[0], store: Parameters<typeof xenMemory>[1]) =>
		memoryLines(xenMemory(domain, store, undefined, 10));

	test.each(['running', 'idle', 'paused', 'shutdown', 'crashed', 'dying'] as const)('%s', (state) => {
		// The captured pair: virsh said `actual 131072`, `available 131072` of this domain.
		const domain = {id: 1, state, memoryKiB: 131_072, maximumKiB: 132_096};
		expect(lines(domain, {id: 1, maximumKiB: 131_072})).toEqual(['actual 131072', 'available 131072']);
	});

	test('ballooned, it still may have its maximum', () => {
		const domain = {id: 1, state: 'idle', memoryKiB: 65_536, maximumKiB: 66_560} as const;
		expect(lines(domain, {id: 1, maximumKiB: 131_072, targetKiB: 65_536})).toEqual([
			'actual 65536',
			'available 131072',
		]);
	});

	test('without a hypervisor, without a limit', () => {
		expect(lines(undefined, {id: 1, maximumKiB: 131_072})).toEqual(['available 131072']);
		expect(lines({id: 1, state: 'idle', memoryKiB: 65_536}, {id: 1})).toEqual(['actual 65536']);
	});
});

test('what an agent had reported before the first reading is of unknown age, until it reports again', () => {
	const memory = {totalKiB: 95, freeKiB: 40, changedAt: 7.5};
	const first = xenMemory(known, {id: 3, memory: {...memory, isFirst: true}}, undefined, 10);
	expect([first.statsAge, first.statsAgeAtLeast]).toEqual([undefined, 2.5]);
	const next = xenMemory(known, {id: 3, memory}, undefined, 10);
	expect([next.statsAge, next.statsAgeAtLeast]).toEqual([2.5, undefined]);
});

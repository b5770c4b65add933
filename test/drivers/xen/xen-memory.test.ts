import {expect, test} from 'vitest';
import {xenMemory} from '../../../drivers/xen/xen-memory.ts';

const periodRefusal = 'Xen has no balloon statistics';
const known = {id: 3, state: 'running', memoryKiB: 100, maximumKiB: 200} as const;

test('what it has is the hypervisor’s word, its target and maximum are the toolstack’s', () => {
	expect(xenMemory(known, {id: 3, targetKiB: 90, maximumKiB: 150}, undefined, 10)).toEqual({
		currentKiB: 100,
		maximumKiB: 150,
		targetKiB: 90,
		periodRefusal,
		reason: 'the guest tells nothing',
	});
	expect(xenMemory(known, {id: 3}, undefined, 10)).toMatchObject({maximumKiB: 200});
});

test('without xenstore nobody knows what the guest tells', () => {
	expect(xenMemory(undefined, undefined, undefined, 10)).toEqual({
		periodRefusal,
		reason: 'xenstore tells nothing of it',
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
	expect(xenMemory(known, {id: 0}, [], 10)).toMatchObject({reason: 'the guest tells nothing'});
});

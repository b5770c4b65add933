import {expect, test} from 'vitest';
import {createQuarantine} from '../../../drivers/qmp/quarantine.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';

const delays = {first: 1, last: 8};

test('a peer that fails is in quarantine, with growing delays, until it answers quickly', async () => {
	const clock = createFakeClock();
	const quarantine = createQuarantine(clock, delays);
	expect([quarantine.isActive(), quarantine.isDue()]).toEqual([false, true]);
	for (const delay of [1, 2, 4, 8, 8]) {
		quarantine.trip();
		await clock.advance(delay - 0.25);
		expect([quarantine.isActive(), quarantine.isDue()]).toEqual([true, false]);
		await clock.advance(0.25);
		expect([quarantine.isActive(), quarantine.isDue()]).toEqual([true, true]);
	}

	quarantine.succeeded(0.5, 0.5);
	expect([quarantine.isActive(), quarantine.isDue()]).toEqual([false, true]);
});

test('a slow answer keeps a peer in quarantine, or brings it there, without a delay', async () => {
	const clock = createFakeClock();
	const quarantine = createQuarantine(clock, delays);
	quarantine.succeeded(0.75, 0.5);
	expect([quarantine.isActive(), quarantine.isDue()]).toEqual([true, true]);
	quarantine.trip();
	quarantine.trip();
	quarantine.succeeded(0.75, 0.5);
	expect([quarantine.isActive(), quarantine.isDue()]).toEqual([true, true]);
	quarantine.trip();
	await clock.advance(1);
	expect(quarantine.isDue()).toBe(true);
});

test('a reset forgets the failures', async () => {
	const clock = createFakeClock();
	const quarantine = createQuarantine(clock, delays);
	quarantine.trip();
	quarantine.trip();
	quarantine.reset();
	expect([quarantine.isActive(), quarantine.isDue()]).toEqual([false, true]);
	quarantine.trip();
	await clock.advance(1);
	expect(quarantine.isDue()).toBe(true);
});

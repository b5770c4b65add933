import {expect, test} from 'vitest';
import {aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

const busy = {reason: 'a backup', seconds: 3};

test('how long a domain is held grows where its driver says nothing new', () => {
	const held = aDomain('web', {busy});
	const refresh = () => [aReading(aSample([held]))];
	const [usage] = usageAfter([refresh(), refresh(), refresh()], [100, 102, 107.5]).domains;
	expect(usage?.busy).toEqual({reason: 'a backup', seconds: 10.5, since: 97});
});

test('what the driver reports again holds, with the same numbers too', () => {
	const refresh = (seconds: number) => [aReading(aSample([aDomain('web', {busy: {...busy, seconds}})]))];
	const [usage] = usageAfter([refresh(3), refresh(4)], [100, 102]).domains;
	expect([usage?.busy?.seconds, usage?.age]).toEqual([4, 2]);
});

test('it ends when the driver says no more of it', () => {
	const [usage] = usageAfter([
		[aReading(aSample([aDomain('web', {busy})]))],
		[aReading(aSample([aDomain('web', {at: 101})]))],
	]).domains;
	expect(usage?.busy).toBeUndefined();
});

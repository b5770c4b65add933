import {expect, test} from 'vitest';
import {takeAfterGap} from '../../../../drivers/parallels/meaning/take-block.ts';

const block = (time: number) => ({
	uuid: 'aaaaaaaa-0000-4000-8000-000000000001',
	counters: new Map([['guest.vcpu0.time', time]]),
});

test('after a short gap a reading goes on, after a long one it begins anew in the same incarnation', () => {
	const first = takeAfterGap(undefined, block(100), {at: 10, wall: 0});
	const restarted = takeAfterGap(first, block(50), {at: 11, wall: 1000});
	expect(restarted.starts).toBe(2);
	const soon = takeAfterGap(restarted, block(60), {at: 21, wall: 11_000});
	expect(soon.datedFrom).toBeLessThan(21);
	const late = takeAfterGap(soon, block(500), {at: 321, wall: 311_000});
	expect(late).toMatchObject({datedFrom: 321, changedAt: 321, starts: 2, incarnation: restarted.incarnation});
});

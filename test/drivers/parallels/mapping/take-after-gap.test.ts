import {expect, test} from 'vitest';
import {applyAfterGap} from '../../../../drivers/parallels/mapping/apply-block.ts';

const block = (time: number) => ({
	uuid: 'aaaaaaaa-0000-4000-8000-000000000001',
	counters: new Map([['guest.vcpu0.time', time]]),
});

test('after a short gap a reading goes on, after a long one it begins anew in the same incarnation', () => {
	const first = applyAfterGap(undefined, block(100), {at: 10, wall: 0});
	const restarted = applyAfterGap(first, block(50), {at: 11, wall: 1000});
	expect(restarted.starts).toBe(2);
	const soon = applyAfterGap(restarted, block(60), {at: 21, wall: 11_000});
	expect(soon.datedFrom).toBeLessThan(21);
	const late = applyAfterGap(soon, block(500), {at: 321, wall: 311_000});
	expect(late).toMatchObject({datedFrom: 321, changedAt: 321, starts: 2, incarnation: restarted.incarnation});
});

import {describe, expect, test} from 'vitest';
import {createHeldTime} from '../../../../drivers/libvirt/sampling/held-time.ts';

/** Second by second, from second 100: what libvirt tells → what is shown. */
const shown = (reported: readonly (number | undefined)[], every = 2): readonly number[] => {
	let now = 100;
	const heldTime = createHeldTime({monotonic: () => now});
	return reported.map((seconds, index) => {
		now = 100 + every * index;
		return heldTime('uuid', 'a migration', seconds, 1 + every * index);
	});
};

describe('how long something holds a domain', () => {
	test('is what libvirt tells while its clock goes on', () => {
		expect(shown([40, 42.5, 44])).toEqual([40, 42.5, 44]);
	});

	test('goes on where the wall clock is stepped forwards or back', () => {
		expect(shown([40, 3642, 3644, 3646])).toEqual([40, 42, 44, 46]);
		expect(shown([4000, 402, 404])).toEqual([4000, 4002, 4004]);
		expect(shown([40, 2 ** 64 / 1000, undefined, 46])).toEqual([40, 42, 44, 46]);
	});

	test('is that since it was first missed where libvirt tells nothing that can be', () => {
		expect(shown([2 ** 64 / 1000, -5, undefined])).toEqual([1, 3, 5]);
	});

	test('begins anew with another job, or another time of being held', () => {
		expect(shown([40, 1, 3])).toEqual([40, 1, 3]);
		let now = 100;
		const heldTime = createHeldTime({monotonic: () => now});
		expect(heldTime('uuid', 'a dump', 50, 1)).toBe(50);
		now = 160;
		expect(heldTime('uuid', 'a dump', 20, 5)).toBe(20);
		expect(heldTime('uuid', 'a backup', 7, 5)).toBe(7);
	});
});

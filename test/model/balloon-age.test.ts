import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type BalloonAge, balloonAge} from '../../source/model/balloon-age.ts';

const first = (byWall: number | undefined, most?: number): BalloonAge =>
	balloonAge({at: 100, before: undefined, byWall, most});

describe('at first sight', () => {
	test('the wall clock is believed where it can be right', () => {
		expect(first(34)).toMatchObject({statsAge: 34});
		expect(first(0.4, 10)).toMatchObject({statsAge: 0.4});
		expect(first(-0.4, 10)).toMatchObject({statsAge: 0});
	});

	test('no age is given of a date that lies in the future, is older than its guest, or has no date', () => {
		for (const age of [first(-3600), first(3600, 60), first(undefined), first(Number.NaN)]) {
			expect(age).toEqual({statsAge: undefined, statsAgeAtLeast: 0});
		}
	});
});

test('whatever steps the wall clock takes, an age that is known is right within the time between two readings', () => {
	const steps = [0, 0, 0, 3600, -3600, 86_400, -86_400, 1, -1];
	const turn = fc.record({
		passed: fc.double({min: 0.1, max: 30, noNaN: true}),
		step: fc.constantFrom(...steps),
		// How long before the reading the guest answered, as a share of the time that passed; absent: not at all.
		answered: fc.option(fc.double({min: 0, max: 1, noNaN: true}), {nil: undefined}),
	});
	fc.assert(
		fc.property(fc.array(turn, {minLength: 1, maxLength: 20}), fc.boolean(), (turns, isFar) => {
			let now = 1000;
			let ahead = 0;
			let given = 990;
			let updated = 990;
			const read = (before: {at: number; age: BalloonAge; updated: number} | undefined) => ({
				at: now,
				updated,
				age: balloonAge({
					at: now,
					before: before && {...before, isSame: before.updated === updated},
					byWall: isFar ? undefined : now + ahead - updated,
					most: undefined,
				}),
			});
			let reading = read(undefined);
			for (const {passed, step, answered} of turns) {
				now += passed;
				ahead += step;
				if (answered !== undefined && Math.floor(now - answered * passed + ahead) !== updated) {
					given = now - answered * passed;
					updated = Math.floor(given + ahead);
				}

				reading = read(reading);
				const {statsAge, statsAgeAtLeast} = reading.age;
				expect((statsAge === undefined) !== (statsAgeAtLeast === undefined)).toBe(true);
				if (statsAge !== undefined) {
					expect(Math.abs(statsAge - (now - given))).toBeLessThanOrEqual(30 + 1e-6);
				} else {
					expect(statsAgeAtLeast).toBeLessThanOrEqual(now - given + 1e-6);
				}
			}
		}),
	);
});

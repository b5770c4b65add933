import {chai, expect} from 'vitest';
import {isView, knownOf, plainOf, propertiesOf} from './plain-of.ts';

type Tester = Parameters<typeof expect.addEqualityTesters>[0][number];

/** Compares a view with another view or a plain object by their properties. What is in them is compared in the same way. */
export const viewEquality: Tester = function (one, other, testers) {
	if (!isView(one) && !isView(other)) {
		return undefined;
	}

	// A part that the expected view does not know is not asked of the other.
	return this.equals(isView(one) ? propertiesOf(one) : one, isView(other) ? knownOf(other) : other, testers);
};

/** A failure prints what a view says. Vitest copies own fields only, and a copy has no private fields to read. */
const tellPlainly = (error: unknown): void => {
	if (error instanceof chai.AssertionError) {
		Object.assign(error, {actual: plainOf(error.actual), expected: plainOf(error.expected)});
	}
};

// A worker loads this module once, however many files of tests share the worker and its testers.
expect.addEqualityTesters([viewEquality]);
for (const name of [
	'toEqual',
	'toStrictEqual',
	'toMatchObject',
	'toContainEqual',
	'toHaveProperty',
	'toBe',
]) {
	chai.util.overwriteMethod(
		chai.Assertion.prototype,
		name,
		(original: (...values: unknown[]) => unknown) =>
			function (this: unknown, ...values: unknown[]) {
				try {
					return original.apply(this, values);
				} catch (error) {
					tellPlainly(error);
					throw error;
				}
			},
	);
}

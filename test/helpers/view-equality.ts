import {chai, expect} from 'vitest';

type Tester = Parameters<typeof expect.addEqualityTesters>[0][number];

const accessorsOf = (value: object): readonly string[] => {
	const names: string[] = [];
	for (
		let prototype = Object.getPrototypeOf(value);
		prototype !== null && prototype !== Object.prototype;
		prototype = Object.getPrototypeOf(prototype)
	) {
		const properties = Object.entries(Object.getOwnPropertyDescriptors(prototype));
		names.push(...properties.flatMap(([name, {get}]) => (get ? [name] : [])));
	}

	return names;
};

/** Whether a value is an instance of a class whose properties are accessors. Maps, typed arrays and URLs have a tag of their own. */
const isView = (value: unknown): value is object =>
	typeof value === 'object' &&
	value !== null &&
	Object.prototype.toString.call(value) === '[object Object]' &&
	accessorsOf(value).length > 0;

const isPlain = (value: unknown): value is object =>
	typeof value === 'object' &&
	value !== null &&
	[Object.prototype, null].includes(Object.getPrototypeOf(value));

/** All properties of a view or a plain object: its own public fields and its accessors. */
const propertiesOf = (value: object): Readonly<Record<string, unknown>> => {
	const names = new Set([...Object.keys(value), ...accessorsOf(value)]);
	return Object.fromEntries([...names].map((name) => [name, Reflect.get(value, name)]));
};

const knownOf = (value: object): Readonly<Record<string, unknown>> =>
	Object.fromEntries(Object.entries(propertiesOf(value)).filter(([, property]) => property !== undefined));

/**
What a value says, as plain objects: a view becomes an object of all its accessors and its own public fields, and so does all
that is in it. What is undefined is left out. Other values stay as they are.
*/
export const plainOf = (value: unknown): unknown => {
	if (Array.isArray(value)) {
		return value.map(plainOf);
	}

	if (!isView(value) && !isPlain(value)) {
		return value;
	}

	return Object.fromEntries(Object.entries(knownOf(value)).map(([name, one]) => [name, plainOf(one)]));
};

/** A plain object with the properties of a view, or of another object, and with changes. What is in it stays as it is. */
export const changed = <Value extends object>(value: Value, changes: Partial<Value>): Value =>
	({...propertiesOf(value), ...changes}) as Value;

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

import {expect} from 'vitest';

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

/** All properties of a view or a plain object, known or not: its own and its accessors'. */
const propertiesOf = (value: object): Readonly<Record<string, unknown>> => {
	const names = new Set([...Object.keys(value), ...accessorsOf(value)]);
	return Object.fromEntries([...names].map((name) => [name, Reflect.get(value, name)]));
};

const knownPropertiesOf = (value: object): Readonly<Record<string, unknown>> =>
	Object.fromEntries(Object.entries(propertiesOf(value)).filter(([, property]) => property !== undefined));

/**
What a value says, as plain objects: a view becomes an object of all its accessors and its own public fields, and so does all
that is in it. What is undefined is left out. Other values stay as they are.
*/
export const plainOf = (value: unknown): unknown => {
	if (Array.isArray(value)) {
		return value.map(plainOf);
	}

	return isView(value) || isPlain(value)
		? Object.fromEntries(Object.entries(knownPropertiesOf(value)).map(([name, one]) => [name, plainOf(one)]))
		: value;
};

/** Compares a view with another view or a plain object by their properties. What is in them is compared in the same way. */
export const viewEquality: Tester = function (one, other, testers) {
	if (!isView(one) && !isView(other)) {
		return undefined;
	}

	// What the expected view does not know is not expected.
	const expected = isView(other) ? knownPropertiesOf(other) : other;
	return this.equals(isView(one) ? propertiesOf(one) : one, expected, testers);
};

// A worker loads this module once, however many files of tests share the worker and its testers.
expect.addEqualityTesters([viewEquality]);

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
export const isView = (value: unknown): value is object =>
	typeof value === 'object' &&
	value !== null &&
	Object.prototype.toString.call(value) === '[object Object]' &&
	accessorsOf(value).length > 0;

const isPlain = (value: unknown): value is object =>
	typeof value === 'object' &&
	value !== null &&
	[Object.prototype, null].includes(Object.getPrototypeOf(value));

/** All properties of a view or a plain object: its own public fields and its accessors. */
export const propertiesOf = (value: object): Readonly<Record<string, unknown>> => {
	const names = new Set([...Object.keys(value), ...accessorsOf(value)]);
	return Object.fromEntries([...names].map((name) => [name, Reflect.get(value, name)]));
};

/** The properties that are known. */
export const knownOf = (value: object): Readonly<Record<string, unknown>> =>
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

const freeze = (value: unknown): void => {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const part of value instanceof Map ? value.values() : Object.values(value)) {
			freeze(part);
		}
	}
};

/**
Reads a fixture once a worker. All tests of the worker share the value, so it is frozen: a test that changes it fails.
@param read returns values without typed arrays, because these cannot be frozen.
*/
export const oncePerName = <Value>(read: (name: string) => Value): ((name: string) => Value) => {
	const values = new Map<string, Value>();
	return (name) => {
		const known = values.get(name);
		if (known !== undefined) {
			return known;
		}

		const value = read(name);
		freeze(value);
		values.set(name, value);
		return value;
	};
};

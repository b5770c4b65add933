/** Parts of a reading are the very same objects. */
const isReading = (name: string): boolean => ['domain', 'before', 'disk', 'nic', 'vcpu'].includes(name);

/** Paths of all values in which the lazy usage is not what the eager usage is, bit by bit. */
export const differences = (lazy: unknown, eager: unknown, path: string, name: string): readonly string[] => {
	if (Object.is(lazy, eager)) {
		return [];
	}

	const isSum = path.endsWith('diskSum.disk');
	if (
		typeof lazy !== 'object' ||
		typeof eager !== 'object' ||
		!lazy ||
		!eager ||
		(isReading(name) && !isSum)
	) {
		return [`${path}: ${lazy} is not ${eager}`];
	}

	return Object.keys(eager).flatMap((key) =>
		differences(Reflect.get(lazy, key), Reflect.get(eager, key), `${path}.${key}`, key),
	);
};

/** Whether the name has no part that could be left out: an address, or a URI. */
const isWhole = (name: string): boolean => /^[\d.]*$|[:/]/.test(name);

/** `kvm1`, `kvm1.fra`, `kvm1.fra.example`: the shortest first. */
const prefixes = (name: string): readonly string[] => {
	const labels = name.split('.');
	return isWhole(name) ? [name] : labels.map((_, index) => labels.slice(0, index + 1).join('.'));
};

/** Host names with only as much of their domain part as tells each name from the others. In the given order. */
export const shortNames = (names: readonly string[]): readonly string[] => {
	const counts = new Map<string, number>();
	for (const name of new Set(names)) {
		for (const prefix of prefixes(name)) {
			counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
		}
	}

	return names.map((name) => prefixes(name).find((prefix) => counts.get(prefix) === 1) ?? name);
};

/** Items by what they have in common, both in the order of the first of each. */
export const grouped = <Item>(
	items: Iterable<Item>,
	keyOf: (item: Item, index: number) => string,
): ReadonlyMap<string, readonly Item[]> => {
	const groups = new Map<string, Item[]>();
	let index = 0;
	for (const item of items) {
		const key = keyOf(item, index++);
		const group = groups.get(key);
		if (group) {
			group.push(item);
		} else {
			groups.set(key, [item]);
		}
	}

	return groups;
};

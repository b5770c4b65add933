/** Finds an item by its key; looked for at the place where it is expected first, as lists mostly keep their order. */
export type AtPlace<Item, Key> = (key: Key, place: number) => Item | undefined;

/** Where one is not at its place all are put into a map, once, so that a list that changed its order costs no more. */
export const createAtPlace = <Item, Key>(
	items: readonly Item[] | undefined,
	keyOf: (item: Item) => Key,
): AtPlace<Item, Key> => {
	let byKey: ReadonlyMap<Key, Item> | undefined;
	return (key, place) => {
		const there = items?.[place];
		if (there !== undefined && keyOf(there) === key) {
			return there;
		}

		// Of two with one key the first counts.
		byKey ??= new Map(items?.toReversed().map((item) => [keyOf(item), item]));
		return byKey.get(key);
	};
};

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

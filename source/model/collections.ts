/** Finds an item by its key. The search begins at the place where the item is expected, as lists mostly keep their order. */
export type AtPlace<Item, Key> = (key: Key, place: number) => Item | undefined;

/** Where an item is not at its place, all items are put into a map, once. So a list that changed its order costs no more. */
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

		// The first of two items with the same key counts.
		byKey ??= new Map(items?.toReversed().map((item) => [keyOf(item), item]));
		return byKey.get(key);
	};
};

/** Items by their common key. Groups stand in the order of their first items, and items in the given order. */
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

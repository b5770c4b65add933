/** Sum of the known values; 0 of an empty list. Undefined: the list is unknown, or every value in it. */
export const sumKnown = <Item>(
	items: readonly Item[] | undefined,
	value: (item: Item) => number | undefined,
): number | undefined => {
	if (items === undefined) {
		return undefined;
	}

	let sum = 0;
	let known = items.length === 0;
	for (const item of items) {
		const part = value(item);
		if (part !== undefined) {
			sum += part;
			known = true;
		}
	}

	return known ? sum : undefined;
};

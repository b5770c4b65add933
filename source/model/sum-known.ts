/** Adds up what is known; unknown where nothing is, 0 where there is nothing to add. */
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

/** The item that matches, looked for at the place where it is expected first: lists mostly keep their order. */
export const atPlace = <Item>(
	items: readonly Item[] | undefined,
	place: number,
	matches: (item: Item) => boolean,
): Item | undefined => {
	const there = items?.[place];
	return there !== undefined && matches(there) ? there : items?.find(matches);
};

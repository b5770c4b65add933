/** One line of a list, and what of the list is on the screen. */
export type Selection = {
	/** Key of what it holds on to, wherever that moves; absent: whatever stands first. */
	readonly key: string | undefined;
	/** Where it was last. */
	readonly index: number;
	/** First line shown. */
	readonly top: number;
};

/** Not yet moved: it stays on top while others come and go there. */
export const firstRow: Selection = {key: undefined, index: 0, top: 0};

/** The first line to show so that the selected one is among them, moving as little as possible. */
export const topFor = (top: number, index: number, count: number, height: number): number => {
	const room = Math.max(1, height);
	const seen = Math.min(Math.max(top, index - room + 1), index);
	return Math.max(0, Math.min(seen, count - room));
};

/**
Where the selection is in a list that changed: on its line again, or, where that is gone, on the line that took its
place. In an empty list it waits for its line to come back.
*/
export const settleSelection = (selection: Selection, keys: readonly string[], height: number): Selection => {
	if (keys.length === 0) {
		return {...selection, top: 0};
	}

	const found = selection.key === undefined ? 0 : keys.indexOf(selection.key);
	const index = found < 0 ? Math.min(selection.index, keys.length - 1) : found;
	return {
		key: selection.key === undefined ? undefined : keys[index],
		index,
		top: topFor(selection.top, index, keys.length, height),
	};
};

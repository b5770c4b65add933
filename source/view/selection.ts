/** The selected line of a list, and the part of the list that is on the screen. */
export type Selection = {
	/** Key of the selected line, which the selection follows when the line moves. Undefined: the line that stands first. */
	readonly key: string | undefined;
	/** Index of the selected line in the list, as it was last. */
	readonly index: number;
	/** Index of the first line shown. */
	readonly top: number;
};

/** A selection that was not moved yet: it stays on the first line while lines come and go there. */
export const firstRow: Selection = {key: undefined, index: 0, top: 0};

/** The index of the first line to show. The selected line is on the screen, and the list moves as little as possible. */
export const topFor = (top: number, index: number, count: number, height: number): number => {
	const room = Math.max(1, height);
	const seen = Math.min(Math.max(top, index - room + 1), index);
	return Math.max(0, Math.min(seen, count - room));
};

/**
The selection in a list that changed. The selection stays on its line, or goes to the line that took the place of a line
that is gone. In an empty list the selection waits for its line to come back.
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

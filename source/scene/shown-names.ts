import {uniqueCuts} from '../columns/unique-cuts.ts';
import {textWidth} from '../text/fit-text.ts';

/** Names that are told from each other wherever one of them stands in a line. */
export type ShownNames = {
	readonly names: ReadonlySet<string>;
	/** One of them, or one more, in so much room, unlike the others there. */
	readonly shown: (name: string, width: number, ascii: boolean) => string;
};

/** Least room for a name in a line: enough to be told from others. */
const leastRoom = 12;

/** Rooms of which it is kept how names are shown there: more than a line asks for. */
const keptRooms = 16;

/** Looks as nothing else does, also in ASCII. */
const isTidy = (name: string): boolean => /^[!-~](?:[ -~]*[!-~])?$/.test(name);

/**
All names are cut together, which is work: once for each room, however often a line with one of them is drawn.

@param before those of the refresh before: the same again where no name changed.
*/
export const shownNames = (all: readonly string[], before?: ShownNames): ShownNames => {
	const names = new Set(all);
	if (before?.names.size === names.size && all.every((name) => before.names.has(name))) {
		return before;
	}

	const rooms = new Map<string, ReadonlyMap<string, string>>();
	const cutsIn = (room: number, ascii: boolean, name: string): ReadonlyMap<string, string> => {
		const isOne = names.has(name);
		const key = JSON.stringify([room, ascii, isOne ? undefined : name]);
		const cuts =
			rooms.get(key) ?? uniqueCuts(isOne ? names : new Set([...names, name]), room, 'middle', ascii);
		// What was asked for last stands last.
		rooms.delete(key);
		rooms.set(key, cuts);
		for (const old of [...rooms.keys()].slice(0, -keptRooms)) {
			rooms.delete(old);
		}

		return cuts;
	};

	return {
		names,
		shown: (name, width, ascii) => {
			const room = Math.max(leastRoom, width);
			return isTidy(name) && name.length <= room ? name : (cutsIn(room, ascii, name).get(name) ?? name);
		},
	};
};

/** A text that has no room with the longest name in it as short as need be. */
export const withShortName = (
	text: string,
	{names, shown}: ShownNames,
	width: number,
	ascii: boolean,
): string => {
	const excess = Math.max(0, textWidth(text) - width);
	const longest = [...names]
		.filter((name) => name !== '' && (excess > 0 || !isTidy(name)) && text.includes(name))
		.toSorted((one, other) => textWidth(other) - textWidth(one))[0];
	return longest === undefined
		? text
		: text.replaceAll(longest, () => shown(longest, textWidth(longest) - excess, ascii));
};

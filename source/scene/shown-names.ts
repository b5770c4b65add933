import {uniqueCuts} from '../columns/unique-cuts.ts';
import {textWidth} from '../text/fit-text.ts';

/** Names that stay different from each other when a name is cut to fit a line. */
export type ShownNames = {
	/** The names as they were given, one for each domain. */
	readonly all: readonly string[];
	readonly names: ReadonlySet<string>;
	/** A name of `names`, or one more name, cut to `width` columns, unlike the other names at that width. */
	readonly shown: (name: string, width: number, ascii: boolean) => string;
};

/** Least room for a name in a line, terminal columns: enough to tell the name from others. */
const leastRoom = 12;

/** Number of rooms whose cut names are kept: more than a line asks for. */
const keptRooms = 16;

/** Does the uncut name look like no other name, also in ASCII? */
const isTidy = (name: string): boolean => /^[!-~](?:[ -~]*[!-~])?$/.test(name);

/**
All names are cut together, which is work. So names are cut once for each room, however often a line with a name is drawn.

@param before the names of the previous refresh; what was cut is used again where no name is new or gone.
*/
export const shownNames = (all: readonly string[], before?: ShownNames): ShownNames => {
	if (before?.all.length === all.length && all.every((name, place) => name === before.all[place])) {
		return before;
	}

	const names = new Set(all);
	if (before?.names.size === names.size && all.every((name) => before.names.has(name))) {
		return {...before, all};
	}

	const rooms = new Map<string, ReadonlyMap<string, string>>();
	const cutsIn = (room: number, ascii: boolean, name: string): ReadonlyMap<string, string> => {
		const isOne = names.has(name);
		const key = JSON.stringify([room, ascii, isOne ? undefined : name]);
		const cuts =
			rooms.get(key) ?? uniqueCuts(isOne ? names : new Set([...names, name]), room, 'middle', ascii);
		// The room that was asked for last stands last, and is dropped last.
		rooms.delete(key);
		rooms.set(key, cuts);
		for (const old of [...rooms.keys()].slice(0, -keptRooms)) {
			rooms.delete(old);
		}

		return cuts;
	};

	return {
		all,
		names,
		shown: (name, width, ascii) => {
			const room = Math.max(leastRoom, width);
			return isTidy(name) && name.length <= room ? name : (cutsIn(room, ascii, name).get(name) ?? name);
		},
	};
};

/** The text with its longest name cut until the text fits `width`, where it does not fit. */
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

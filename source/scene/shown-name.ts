import {textWidth} from '../fit-text.ts';
import {uniqueCuts} from '../unique-cuts.ts';

/** Least room for a name in a line: enough to be told from others. */
const leastRoom = 12;

/** Looks as nothing else does, also in ASCII. */
const isTidy = (name: string): boolean => /^[!-~](?:[ -~]*[!-~])?$/.test(name);

/** One of several names in so much room, unlike the others there. @param names may lack it. */
export const shownName = (name: string, names: readonly string[], width: number, ascii: boolean): string => {
	const room = Math.max(leastRoom, width);
	return isTidy(name) && name.length <= room
		? name
		: (uniqueCuts(new Set([...names, name]), room, 'middle', ascii).get(name) ?? name);
};

/** A text that has no room with the longest name in it as short as need be. */
export const withShortName = (
	text: string,
	names: readonly string[],
	width: number,
	ascii: boolean,
): string => {
	const excess = Math.max(0, textWidth(text) - width);
	const longest = names
		.filter((name) => name !== '' && (excess > 0 || !isTidy(name)) && text.includes(name))
		.toSorted((one, other) => textWidth(other) - textWidth(one))[0];
	return longest === undefined
		? text
		: text.replaceAll(longest, () => shownName(longest, names, textWidth(longest) - excess, ascii));
};

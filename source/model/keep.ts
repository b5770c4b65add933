import {isDeepStrictEqual} from 'node:util';

const saysSame = <Said extends object>(one: Said, other: Said): boolean => {
	for (const word in one) {
		if (one[word] !== other[word] && !isDeepStrictEqual(one[word], other[word])) {
			return false;
		}
	}

	return true;
};

/**
Takes the object of before where the new object says the same.
@param now and `before` have the same words, also where they are unknown.
*/
export const kept = <Said extends object>(now: Said, before: Said | undefined): Said =>
	before !== undefined && saysSame(now, before) ? before : now;

/** Takes the list of before where each of its items is the same object. */
export const keptList = <Item>(
	now: readonly Item[] | undefined,
	before: readonly Item[] | undefined,
): readonly Item[] | undefined =>
	now?.length === before?.length && now?.every((item, place) => item === before?.[place]) ? before : now;

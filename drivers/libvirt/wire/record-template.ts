import {isLongNumber, isShortNumber} from './typed-number.ts';

/**
A record as it came, to compare later records with: its words, and where its numbers lie. A record that has the same words
everywhere else has the same fields, texts and counts, and its numbers lie in the same places.
*/
export type RecordTemplate = {
	readonly fields: readonly string[];
	/** virTypedParameterType of each field. */
	readonly types: Uint8Array;
	/** Bytes from the beginning of the record to the value of each field. */
	readonly offsets: Int32Array;
	readonly words: Int32Array;
	/** Pairs: the first word of a stretch without numbers, and the word behind it. */
	readonly stretches: Int32Array;
};

const wordsOf = (type: number): number => (isLongNumber(type) ? 2 : isShortNumber(type) ? 1 : 0);

const stretchesOf = (types: Uint8Array, offsets: Int32Array, length: number): Int32Array => {
	const stretches: number[] = [];
	let from = 0;
	for (const [place, type] of types.entries()) {
		const taken = wordsOf(type);
		if (taken > 0) {
			const word = (offsets[place] ?? 0) >> 2;
			stretches.push(from, word);
			from = word + taken;
		}
	}

	stretches.push(from, length);
	return Int32Array.from(stretches);
};

const isEqual = (one: Uint8Array | Int32Array, other: Uint8Array | Int32Array): boolean =>
	one.length === other.length && one.every((value, place) => value === other[place]);

/**
@param words of the record alone, which nobody changes.
@param like another template. Most domains of a host have the same fields in the same places, and share what says so.
*/
export const recordTemplate = (
	words: Int32Array,
	{fields, types, offsets}: Pick<RecordTemplate, 'fields' | 'types' | 'offsets'>,
	like: RecordTemplate | undefined,
): RecordTemplate =>
	like?.fields === fields &&
	like.words.length === words.length &&
	isEqual(like.types, types) &&
	isEqual(like.offsets, offsets)
		? {...like, words}
		: {fields, types, offsets, words, stretches: stretchesOf(types, offsets, words.length)};

/**
Whether a record of the same fields, texts and counts begins at a word of a message. Every word is compared but those of numbers.
@param words of the message. @param start its word where the record begins.
*/
export const matchesTemplate = (template: RecordTemplate, words: Int32Array, start: number): boolean => {
	const {stretches, words: expected} = template;
	if (expected.length > words.length - start) {
		return false;
	}

	for (let pair = 0; pair < stretches.length; pair += 2) {
		const end = stretches[pair + 1] as number;
		for (let word = stretches[pair] as number; word < end; word += 1) {
			if (words[start + word] !== expected[word]) {
				return false;
			}
		}
	}

	return true;
};

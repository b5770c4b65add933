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

/** @param words of the record alone, which nobody changes. */
export const recordTemplate = (
	words: Int32Array,
	{fields, types, offsets}: Pick<RecordTemplate, 'fields' | 'types' | 'offsets'>,
): RecordTemplate => {
	const stretches: number[] = [];
	let from = 0;
	for (const [place, type] of types.entries()) {
		const length = wordsOf(type);
		if (length > 0) {
			const word = (offsets[place] ?? 0) >> 2;
			stretches.push(from, word);
			from = word + length;
		}
	}

	stretches.push(from, words.length);
	return {fields, types, offsets, words, stretches: Int32Array.from(stretches)};
};

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

import {expect, test} from 'vitest';
import {createFieldNames} from '../../../../drivers/libvirt/wire/field-names.ts';

/** As the reader mixes the words of a name; the place is its lowest bits. */
const placeOf = (words: readonly number[]): number => {
	let hash = words.length * 4;
	for (const word of words) {
		hash = Math.imul(hash ^ word, 0x9e_37_79_b1);
		hash ^= hash >>> 15;
	}

	return hash & 32_767;
};

/** Names of eight bytes that all fall into few places. */
const colliding = (count: number): readonly Buffer[] => {
	const names: Buffer[] = [];
	for (let word = 0; names.length < count; word += 1) {
		if (placeOf([0x61_62_63_64, word]) < 64) {
			const name = Buffer.from('abcd\0\0\0\0');
			name.writeInt32BE(word, 4);
			names.push(name);
		}
	}

	return names;
};

/** How many words of the message are read to give each of these names twice; each text must be right. */
const wordsRead = (names: readonly Buffer[]): number => {
	let read = 0;
	const {text} = createFieldNames();
	const bytes = Buffer.concat(names);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	view.getInt32 = (offset) => {
		read += 1;
		return bytes.readInt32BE(offset);
	};
	for (const round of [1, 2]) {
		for (const [index, name] of names.entries()) {
			expect(text(view, bytes, index * 8, 8), `round ${round}`).toBe(name.toString());
		}
	}

	return read;
};

test('names made to fall into one place are no more work than sixteen looks each', () => {
	const names = colliding(4000);
	expect(wordsRead(names)).toBeLessThan(names.length * 2 * (2 + 2 + 16 * 2));
});

test('honest names are read once or twice, and each is the same text again', () => {
	const names = Array.from({length: 4000}, (_, index) => Buffer.from(`v.${String(index).padEnd(6, '.')}`));
	expect(wordsRead(names)).toBeLessThan(names.length * 2 * (2 + 2 + 2));
});

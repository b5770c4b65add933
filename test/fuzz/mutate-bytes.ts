import type {Chance} from './chance.ts';
import {oddNumberText, oddText} from './odd-values.ts';

type Change = (bytes: Buffer, at: number, chance: Chance) => Buffer;

const splice = (bytes: Buffer, at: number, removed: number, added: Buffer): Buffer =>
	Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);

const words = [0, 1, 3, 4, 27, 28, 63, 64, 4096, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff_ff_ff];

const changes: readonly Change[] = [
	(bytes, at, chance) => splice(bytes, at, 1, Buffer.from([chance.below(256)])),
	(bytes, at, chance) => splice(bytes, at, 0, Buffer.from(oddText(chance))),
	(bytes, at, chance) => splice(bytes, at, chance.below(40), Buffer.alloc(0)),
	(bytes, at, chance) => splice(bytes, at, 0, bytes.subarray(at, at + chance.below(200))),
	(bytes, at) => bytes.subarray(0, at),
	// The number that stands there, or comes next, is another one.
	(bytes, at, chance) => {
		const text = bytes.toString('latin1', at, at + 400);
		const found = /-?\d+/.exec(text);
		return found
			? splice(bytes, at + found.index, found[0].length, Buffer.from(oddNumberText(chance)))
			: bytes;
	},
	// A word of a header or a length.
	(bytes, at, chance) => {
		const word = Buffer.alloc(4);
		const start = chance.happens(0.8) ? at & ~3 : at;
		word[chance.happens(0.5) ? 'writeUInt32BE' : 'writeUInt32LE'](chance.pick(words));
		return start + 4 > bytes.length ? bytes : splice(bytes, start, 4, word);
	},
];

/** Some changes to bytes that were captured. Grown by repeating a part, where the size asks for it. */
export const mutateBytes = (chance: Chance, captured: Buffer, size = 0): Buffer => {
	let bytes = captured;
	for (let left = chance.below(5); left > 0; left -= 1) {
		bytes = chance.pick(changes)(bytes, chance.below(bytes.length + 1), chance);
	}

	if (size > bytes.length && size > 1000 && bytes.length > 0) {
		const start = chance.below(bytes.length);
		const part = bytes.subarray(start, start + 1 + chance.below(bytes.length - start));
		const grown = Buffer.alloc(size - bytes.length, part);
		bytes = Buffer.concat([bytes.subarray(0, start), grown, bytes.subarray(start)]);
	}

	return bytes;
};

/** The same with text. */
export const mutateText = (chance: Chance, captured: string, size = 0): string =>
	mutateBytes(chance, Buffer.from(captured), size).toString();

/** Cuts bytes into the pieces in which they come. */
export const cutBytes = (chance: Chance, bytes: Buffer): readonly Buffer[] => {
	const pieces: Buffer[] = [];
	const length = chance.pick(bytes.length > 100_000 ? [4096, 65_536] : [1, 7, 64, 4096, 65_536]);
	for (let start = 0; start < bytes.length; start += length) {
		pieces.push(bytes.subarray(start, start + length));
	}

	return pieces;
};

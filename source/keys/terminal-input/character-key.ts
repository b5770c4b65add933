const named: Readonly<Record<number, string>> = {
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'escape',
	127: 'backspace',
};

/** Name of the key that sends this code point: `enter`, `ctrl-l`, or the character itself. */
export const characterKey = (codePoint: number): string =>
	named[codePoint] ??
	(codePoint < 32 ? `ctrl-${String.fromCharCode(codePoint + 96)}` : String.fromCodePoint(codePoint));

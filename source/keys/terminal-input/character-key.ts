const named: Readonly<Record<number, string>> = {
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'escape',
	127: 'backspace',
};

/** What is typed with control: a small letter, or one of `@ \ ] ^ _` (ECMA-48, C0). */
const withControl = (codePoint: number): string => String.fromCharCode(codePoint + 64).toLowerCase();

/** Name of the key that sends this code point: `enter`, `ctrl-l`, or the character itself. */
export const characterKey = (codePoint: number): string =>
	named[codePoint] ?? (codePoint < 32 ? `ctrl-${withControl(codePoint)}` : String.fromCodePoint(codePoint));

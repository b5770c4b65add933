const named: Readonly<Record<number, string>> = {
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'escape',
	127: 'backspace',
};

/** The character that is typed with control: a small letter, or one of `@ \ ] ^ _` (ECMA-48, C0). */
const withControl = (codePoint: number): string => String.fromCharCode(codePoint + 64).toLowerCase();

/** Name of the key that sends this code point: `enter`, `ctrl-l`, or the character itself. */
export const characterKey = (codePoint: number): string =>
	named[codePoint] ?? (codePoint < 32 ? `ctrl-${withControl(codePoint)}` : String.fromCodePoint(codePoint));

/** A key as kitty's keyboard protocol and xterm's modifyOtherKeys report it. */
export type ReportedKey = {
	/** Unicode code point: kitty's of the key without modifiers, xterm's of the character that the key types. */
	readonly code: number;
	/** 1 plus the sum of the modifiers' bits. Undefined: 1. */
	readonly modifiers?: number | undefined;
	/** Code point that the key types with shift. Undefined: not reported. */
	readonly shifted?: number | undefined;
};

const shift = 1;
const control = 4;
/** Alt, super, hyper, meta: no key of domtop has these modifiers. */
const foreign = 2 + 8 + 16 + 32;

const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isPrivate = (code: number): boolean => code >= 0xe0_00 && code <= 0xf8_ff;
const isCharacter = (code: number): boolean =>
	code >= 32 && code <= 0x10_ff_ff && !(code >= 0x7f && code < 0xa0) && !(code >= 0xd8_00 && code <= 0xdf_ff);

const controlKey = (code: number): string | undefined => {
	const letter = code | 0x20;
	return isLetter(letter) ? characterKey(letter - 96) : undefined;
};

const shiftedKey = ({code, shifted}: ReportedKey): string | undefined => {
	const typed = shifted ?? (isLetter(code) ? code - 32 : code === 32 ? code : undefined);
	return typed !== undefined && isCharacter(typed) ? characterKey(typed) : undefined;
};

/**
Name of a key that was reported by its code (https://sw.kovidgoyal.net/kitty/keyboard-protocol/, xterm's ctlseqs,
modifyOtherKeys). Kitty's private code points (keypad, media, the modifiers themselves) are no keys of domtop.

@returns undefined where the key is no key of domtop.
*/
export const modifiedKey = (key: ReportedKey): string | undefined => {
	const {code} = key;
	const bits = (key.modifiers ?? 1) - 1;
	if (!Number.isInteger(code) || !Number.isInteger(bits) || (bits & foreign) !== 0 || isPrivate(code)) {
		return undefined;
	}

	if (code === 9 && (bits & shift) !== 0) {
		return 'shift-tab';
	}

	if ([8, 9, 13, 27, 127].includes(code)) {
		return characterKey(code);
	}

	if ((bits & control) !== 0) {
		return controlKey(code);
	}

	if ((bits & shift) !== 0) {
		return shiftedKey(key);
	}

	return isCharacter(code) ? characterKey(code) : undefined;
};

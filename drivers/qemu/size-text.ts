import {knownNumber} from '../../source/model/known-count.ts';

const powers = 'BKMGTPE';

/**
Parses a size as QEMU does, to bytes (util/cutils.c, qemu_strtosz). A size is a decimal number, with a fraction where a
unit follows, or a whole hexadecimal number. One letter may follow, and B is no unit. Undefined: the text is no size.
*/
export const parseSize = (text: string): number | undefined => {
	const [, hexadecimal, decimal, unit = 'B'] =
		/^\s*\+?(?:0x([\da-f]+)|(\d+\.?\d*|\.\d+))([bkmgtpe])?$/i.exec(text) ?? [];
	const count = hexadecimal === undefined ? Number(decimal) : Number(`0x${hexadecimal}`);
	const bytes = knownNumber(Math.floor(count * 1024 ** powers.indexOf(unit.toUpperCase())));
	return Number.isInteger(count) || unit.toUpperCase() !== 'B' ? bytes : undefined;
};

/** Parses a whole number as C writes it (qemu_strtou64): 0x10 and 020 are 16. Undefined: the text is no whole number. */
export const parseWhole = (text: string): number | undefined => {
	const [, hexadecimal, octal, decimal] = /^\s*\+?(?:0x([\da-f]+)|0([0-7]*)|([1-9]\d*))$/i.exec(text) ?? [];
	if (hexadecimal !== undefined) {
		return knownNumber(Number(`0x${hexadecimal}`));
	}

	return decimal === undefined
		? octal === undefined
			? undefined
			: knownNumber(Number(`0o${octal || '0'}`))
		: knownNumber(Number(decimal));
};

import {knownNumber} from '../../source/model/known-count.ts';

const powers = 'BKMGTPE';

/**
QEMU's sizes, in bytes (util/cutils.c, qemu_strtosz): a decimal number, with a fraction where a unit follows, or a whole
hexadecimal one; and one letter, of which B is none. Absent: it is no size.
*/
export const parseSize = (text: string): number | undefined => {
	const [, hexadecimal, decimal, unit = 'B'] =
		/^\s*\+?(?:0x([\da-f]+)|(\d+\.?\d*|\.\d+))([bkmgtpe])?$/i.exec(text) ?? [];
	const count = hexadecimal === undefined ? Number(decimal) : Number(`0x${hexadecimal}`);
	const bytes = knownNumber(Math.floor(count * 1024 ** powers.indexOf(unit.toUpperCase())));
	return Number.isInteger(count) || unit.toUpperCase() !== 'B' ? bytes : undefined;
};

/** QEMU's whole numbers, as C writes them (qemu_strtou64): 0x10 and 020 are 16. Absent: it is none. */
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

import {asciiText} from '../../source/text/terminal-style.ts';
import {escaped, type Fault, fault} from './fault.ts';

/** C0, DEL, C1, and what turns the direction of writing or ends a line; a lone surrogate. */
const controls =
	/[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** What a number that is none is printed as, and numbers below nothing. */
const numbers = /NaN|Infinity|undefined|\[object|(?<![^\s|:"',[])-\d/;

const around = (text: string, index: number): string =>
	escaped(text.slice(Math.max(0, index - 60), index + 60));

/** As it may be drawn: in ASCII, and without what is not seen or stands over a letter before it. */
const drawn = (text: string): readonly string[] => [
	text,
	asciiText(text),
	text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{M}]/gu, ''),
];

/** The first character of a text that a terminal would obey. */
export const controlFaults = (text: string, what: string): readonly Fault[] => {
	const index = text.search(controls);
	return index === -1 ? [] : [fault('control', `${what}: ${around(text, index)}`)];
};

/**
The first thing in a text that is no number.
@param given texts that guests and peers chose: where one of them looks so itself, nothing is said.
*/
export const numberFaults = (text: string, what: string, given: readonly string[]): readonly Fault[] => {
	const index = text.search(numbers);
	// Where a line is broken, or a cell begins, a given text may begin that held it in its middle.
	const begin = text.slice(index, index + 4);
	return index === -1 || given.flatMap(drawn).some((one) => numbers.test(one) || one.includes(begin))
		? []
		: [fault('number', `${what}: ${around(text, index)}`)];
};

/** Lines that are shown or printed. @param given as of `numberFaults`; absent: the lines are cut anywhere, so that numbers cannot be told. */
export const lineFaults = (
	lines: readonly string[],
	what: string,
	given?: readonly string[],
): readonly Fault[] => [
	...lines.flatMap((line) => controlFaults(line, what)).slice(0, 1),
	...(given ? numberFaults(lines.join('\n'), what, given) : []),
];

/** Numbers that may lie below zero: none reaches an output. */
export const valueFaults = (value: unknown, what: string): readonly Fault[] => {
	if (typeof value === 'string') {
		return controlFaults(value, what);
	}

	if (value === null || (typeof value === 'number' && !(value >= 0 && value < Number.POSITIVE_INFINITY))) {
		return [fault('number', `${what} is ${value}`)];
	}

	return typeof value === 'object'
		? Object.entries(value as object).flatMap(([key, inner]) => [
				...controlFaults(key, `${what}, a key`),
				...valueFaults(inner, `${what}.${key}`),
			])
		: [];
};

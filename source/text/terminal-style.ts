import {toAscii} from './fit-text.ts';

/** What the terminal can show; the only thing a component knows of it. */
export type TerminalStyle = {
	/** May colours be used? Bold, inverse and dim are always; no colour is ever the only sign of anything. */
	readonly colour: boolean;
	/** Nothing but ASCII. */
	readonly ascii: boolean;
};

const replacements: Readonly<Record<string, string>> = {
	'–': '-',
	'—': '-',
	'…': '~',
	'→': '>',
	'›': '>',
	'≥': '>',
	'≤': '<',
	'“': '"',
	'”': '"',
	'’': "'",
	'·': '.',
	'│': '|',
};

/** Our own typography in ASCII, column for column; any other character is a `?`. */
export const asciiText = (text: string): string =>
	toAscii(text.replaceAll(/[–—…→›≥≤“”’·│]/g, (mark) => replacements[mark] ?? mark));

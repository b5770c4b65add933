import {toAscii} from './fit-text.ts';

/** What the terminal can show. A component knows nothing else of the terminal. */
export type TerminalStyle = {
	/** Whether colours may be used. Bold, inverse and dim always may. No colour is ever the only sign of anything. */
	readonly colour: boolean;
	/** Whether nothing but ASCII may be shown. */
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

/** domtop's own typography in ASCII, column for column. Any other character becomes a `?`. */
export const asciiText = (text: string): string =>
	toAscii(text.replaceAll(/[–—…→›≥≤“”’·│]/g, (mark) => replacements[mark] ?? mark));

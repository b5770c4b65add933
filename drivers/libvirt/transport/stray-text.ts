import {cleanText} from '../../../source/text/clean-text.ts';

/** How many lines of a text are shown. */
const lineLimit = 3;
/** How many code points of these lines are shown. */
const letterLimit = 240;

/** What a terminal obeys and does not show: colours, titles, cursor moves (ECMA-48). */
const escapes =
	/\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-Z\\^-~])/g;
const control = /\p{Cc}/u;
const letterOrDigit = /[\p{L}\p{N}]/u;

/** The share of letters that no text has, up to which something still counts as a text. */
const oddShare = 0.1;

const isText = (text: string): boolean => {
	const letters = [...text];
	const odd = letters.filter((letter) => letter === '\uFFFD' || (control.test(letter) && !/\s/.test(letter)));
	return odd.length <= letters.length * oddShare;
};

/** libvirt's packets have zero bytes in their first word, and a text has none. A length may stand before the text. */
const beforeProtocol = (bytes: Buffer): Buffer => {
	const start = bytes.findIndex((byte) => byte > 0x08);
	const rest = bytes.subarray(Math.max(0, start));
	const end = rest.indexOf(0);
	return end < 0 ? rest : rest.subarray(0, end);
};

/**
The lines of a text that came instead of libvirt's protocol, without blank lines, rules and what a terminal would obey. They
are not clean. Empty: what came is no text.
*/
export const strayLines = (bytes: Buffer): readonly string[] => {
	const text = beforeProtocol(bytes).toString('utf8').replaceAll(escapes, '');
	if (!isText(text)) {
		return [];
	}

	return text
		.split(/[\r\n\v\f]+/)
		.map((line) => line.replaceAll(/\s+/g, ' ').trim())
		.filter((line) => letterOrDigit.test(line));
};

/** The first of these lines within quotes, clean and short enough for a sentence. */
export const quotedLines = (lines: readonly string[]): string => {
	const first = lines.slice(0, lineLimit);
	const more = lines.length - first.length;
	const text = cleanText(first.join(' / '), letterLimit);
	return `"${text}"${more > 0 ? ` and ${more} more ${more === 1 ? 'line' : 'lines'}` : ''}`;
};

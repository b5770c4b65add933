import type {TextBytes} from './text-bytes.ts';

/**
A spreadsheet takes a cell for a formula if the cell begins with one of these characters, in full width too. A cell also
begins behind a semicolon, a tab or the end of a line within a text. Where numbers are written with a comma, spreadsheets
split cells at semicolons and ignore quotes within the cells (OWASP, CSV injection).
*/
const formulaWithin = /([;\t\r\n]\s*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫−])/g;
const formulaFirst = /^(?=\s*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r])/;

/** Quotes a text by RFC 4180. A formula gets a quote before it, since guests choose their names. */
const quoted = (value: string): string => {
	const text = value.replaceAll(formulaWithin, "$1'").replace(formulaFirst, "'");
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Codes of ASCII with 1 for the printable characters that are none of these. */
const printableBut = (left: string): Uint8Array =>
	Uint8Array.from({length: 0x7f}, (_, code) =>
		code >= 0x20 && !left.includes(String.fromCharCode(code)) ? 1 : 0,
	);

/** Texts of such characters are neither quoted nor formulas, and have no cells within. */
const isPlain = printableBut('",;');
const isPlainFirst = printableBut('",; =+-@');

/** An unknown value is empty. */
export const writeCell = (text: TextBytes, value: number | string | undefined): void => {
	if (typeof value === 'number') {
		text.number(value);
	} else if (
		value !== undefined &&
		!(isPlainFirst[value.charCodeAt(0)] === 1 && text.plain(value, isPlain))
	) {
		text.text(quoted(value));
	}
};

import type {TextBytes} from './text-bytes.ts';

const comma = 0x2c;
const quote = 0x22;
const brace = 0x7b;

/** The name of a field with its quotes and colon, encoded. */
export type FieldName = Uint8Array;

const encoder = new TextEncoder();

/** @param behind begins a list or an object: `[` or `{`. */
export const fieldName = (name: string, behind = ''): FieldName =>
	encoder.encode(`${JSON.stringify(name)}:${behind}`);

/** The characters of ASCII that stand for themselves between quotes. */
const isPlain = Uint8Array.from({length: 0x80}, (_, code) =>
	JSON.stringify(String.fromCharCode(code)).length === 3 ? 1 : 0,
);

const trueBytes = encoder.encode('true');

/** A value of a field. A number that is not finite is unknown, and so is undefined. */
export type FieldValue = number | string | true | undefined;

// A comma stands behind each value. The end of an object or a list takes the place of the last one.

const writeString = (text: TextBytes, value: string): void => {
	text.character(quote);
	if (text.plain(value, isPlain)) {
		text.character(quote);
	} else {
		// The quote is there.
		text.text(JSON.stringify(value).slice(1));
	}

	text.character(comma);
};

/** An unknown value has no field. */
export const writeField = (text: TextBytes, name: FieldName, value: FieldValue): void => {
	if (typeof value === 'number') {
		if (Number.isFinite(value)) {
			text.piece(name);
			text.number(value);
			text.character(comma);
		}
	} else if (typeof value === 'string') {
		text.piece(name);
		writeString(text, value);
	} else if (value) {
		text.piece(name);
		text.piece(trueBytes);
		text.character(comma);
	}
};

/** A field whose number keeps all its digits. An unknown value has no field. */
export const writeExactNumber = (text: TextBytes, name: FieldName, value: number | undefined): void => {
	if (value !== undefined && Number.isFinite(value)) {
		text.piece(name);
		text.text(JSON.stringify(value));
		text.character(comma);
	}
};

export const writeObjectStart = (text: TextBytes): void => text.character(brace);

/** @param bracket `}` or `]`. */
export const writeEnd = (text: TextBytes, bracket: '}' | ']'): void => {
	text.characterFor(comma, bracket.charCodeAt(0));
	text.character(comma);
};

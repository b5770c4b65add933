import {knownNumber} from '../../source/model/known-count.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {QmpFault} from './qmp-fault.ts';

/*
These functions read a reply. A field of another type than QAPI gives it is a `garbled` QmpFault that names the place.
An absent field is only unknown.
*/

/** A JSON object as it was parsed; a name that the object does not have is undefined. */
export type JsonRecord = Readonly<Record<string, unknown>>;

const wrong = (what: string, expected: string): QmpFault =>
	new QmpFault('garbled', `${what} that is no ${expected}`);

/** Whether a parsed value is an object, and neither null nor a list. */
export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an object. @param what names the value in the fault. @throws QmpFault (`garbled`) where the value is no object */
export const asRecord = (value: unknown, what: string): JsonRecord => {
	if (!isRecord(value)) {
		throw wrong(what, 'object');
	}

	return value;
};

/** Takes the first `limit` entries of a list, and does not look at the others. @throws QmpFault */
export const asRecords = (value: unknown, what: string, limit: number): readonly JsonRecord[] => {
	if (!Array.isArray(value)) {
		throw wrong(what, 'list');
	}

	return value.slice(0, limit).map((item: unknown) => asRecord(item, `an entry of ${what}`));
};

/** Number of entries of a list; 0 where the value is no list. */
export const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Reads a text as it came. @param what names it in the fault. @throws QmpFault (`garbled`) where the value is no text */
export const asText = (value: unknown, what: string): string => {
	if (typeof value !== 'string') {
		throw wrong(what, 'text');
	}

	return value;
};

/** Reads a text. Undefined: not given, or null. @throws QmpFault (`garbled`) where the value is no text */
export const asOptionalText = (value: unknown, what: string): string | undefined =>
	value === undefined || value === null ? undefined : asText(value, what);

/** Most characters of an id or a QOM path of QEMU. */
const nameLimit = 512;

/**
Reads an id, a name or a path of QEMU, which is kept to distinguish things: as it came, but not longer than `limit`.
@throws QmpFault
*/
export const asName = (value: unknown, what: string, limit: number = nameLimit): string | undefined => {
	const text = asOptionalText(value, what);
	return text === undefined || text.length <= limit ? text : cleanText(text, limit);
};

/** Undefined: not given, or an impossible count, such as −1. @throws QmpFault */
export const asCount = (value: unknown, what: string): number | undefined => {
	if (value === undefined || value === null) {
		return undefined;
	}

	if (typeof value !== 'number') {
		throw wrong(what, 'count');
	}

	return knownNumber(value);
};

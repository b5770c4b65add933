import {QmpFault} from './qmp-fault.ts';

/*
What a reply must be, where it must be it: anything else is a `garbled` QmpFault that names the place. An absent field
is unknown, a field of another type than QAPI gives it is not.
*/

export type JsonRecord = Readonly<Record<string, unknown>>;

const wrong = (what: string, expected: string): QmpFault =>
	new QmpFault('garbled', `${what} that is no ${expected}`);

export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws QmpFault */
export const asRecord = (value: unknown, what: string): JsonRecord => {
	if (!isRecord(value)) {
		throw wrong(what, 'object');
	}

	return value;
};

/** @throws QmpFault */
export const asRecords = (value: unknown, what: string): readonly JsonRecord[] => {
	if (!Array.isArray(value)) {
		throw wrong(what, 'list');
	}

	return value.map((item: unknown) => asRecord(item, `an entry of ${what}`));
};

/** @throws QmpFault */
export const asText = (value: unknown, what: string): string => {
	if (typeof value !== 'string') {
		throw wrong(what, 'text');
	}

	return value;
};

/** @throws QmpFault */
export const asOptionalText = (value: unknown, what: string): string | undefined =>
	value === undefined || value === null ? undefined : asText(value, what);

/** 2^63: counters are u64 and −1 says unknown, which a double only holds as 2^64. */
const unknownFrom = 2 ** 63;

/** Absent: not given, or given as unknown. @throws QmpFault */
export const asCount = (value: unknown, what: string): number | undefined => {
	if (value === undefined || value === null) {
		return undefined;
	}

	if (typeof value !== 'number' || value < 0) {
		throw wrong(what, 'count');
	}

	return value >= unknownFrom ? undefined : value;
};

/** A row of a frame, taken apart as far as each character is one cell on every terminal. */
export type RowCells = {
	/** Printable ASCII from the first column on, one character a column. */
	readonly text: string;
	/** The sequence that gives a cell its look on a plain terminal, for each column. A plain cell has an empty one, or none. */
	readonly looks: readonly string[];
	/** What follows: letters that may take any number of columns, as they are written. Empty: the row ends before. */
	readonly rest: string;
	/** The look at the start of `rest`. */
	readonly restLook: string;
};

const csi = '\u001B[';
const plain = /^[ -~]*$/;
const part = /\u001B\[([\d;]*)m|[ -~]+/y;

const isColour = (code: number): boolean => code >= 30 && code <= 37;

/** The codes that hold after one more code (ECMA-48, 8.3.117 SGR). Undefined: the code is none that a frame has. */
const withCode = (codes: readonly number[], code: number): readonly number[] | undefined => {
	const without = (isGone: (one: number) => boolean): readonly number[] =>
		codes.filter((one) => !isGone(one));
	switch (code) {
		case 0: {
			return [];
		}

		case 1:
		case 2:
		case 7: {
			return [...without((one) => one === code), code];
		}

		case 22: {
			return without((one) => one <= 2);
		}

		case 27: {
			return without((one) => one === 7);
		}

		case 39: {
			return without(isColour);
		}

		default: {
			return isColour(code) ? [...without(isColour), code] : undefined;
		}
	}
};

const withSequence = (codes: readonly number[], parameters: string): readonly number[] | undefined =>
	parameters
		.split(';')
		.reduce<readonly number[] | undefined>((now, code) => now && withCode(now, Number(code)), codes);

const lookOf = (codes: readonly number[]): string =>
	codes.length === 0 ? '' : `${csi}${codes.toSorted((one, other) => one - other).join(';')}m`;

/**
Takes a row apart. From the first letter on that is not ASCII, terminals may disagree about columns. The letter before it
belongs to the rest too, as a mark may join with it.
*/
export const rowCells = (row: string): RowCells => {
	if (plain.test(row)) {
		return {text: row, looks: [], rest: '', restLook: ''};
	}

	let text = '';
	let codes: readonly number[] = [];
	const looks: string[] = [];
	/** Where the last cell begins in the row. */
	let last = 0;
	let place = 0;
	while (place < row.length) {
		part.lastIndex = place;
		const [found, parameters] = part.exec(row) ?? [];
		const next = parameters === undefined ? codes : withSequence(codes, parameters);
		if (found === undefined || !next) {
			const kept = Math.max(0, text.length - 1);
			return {text: text.slice(0, kept), looks, rest: row.slice(last), restLook: looks[kept] ?? ''};
		}

		place += found.length;
		codes = next;
		if (parameters === undefined) {
			const look = lookOf(codes);
			if (look !== '') {
				looks.push(...Array(text.length - looks.length).fill(''), ...Array(found.length).fill(look));
			}

			text += found;
			last = place - 1;
		}
	}

	return {text, looks, rest: '', restLook: ''};
};

/** Of the terminal. */
export type Size = {readonly columns: number; readonly rows: number};

/** Below this nothing useful can be shown. */
export const leastSize: Size = {columns: 20, rows: 4};

/** Lines of each part: header, body, and one for prompt, message or keys. */
export type Layout = {readonly header: number; readonly body: number};

/** The header steps aside, line by line, before the table does. */
export const layoutOf = ({rows}: Size): Layout => {
	const header = rows >= 10 ? 3 : rows >= 7 ? 2 : rows >= 5 ? 1 : 0;
	return {header, body: rows - header - 1};
};

/** A list on the screen that can be moved in. */
export type Span = {
	/** How many places there are to be. */
	readonly count: number;
	readonly index: number;
	/** A page. */
	readonly step: number;
	/** What a place holds on to; undefined: nothing. */
	readonly keyAt: (index: number) => string | undefined;
};

/** A text that scrolls: a place for each first line. */
export const scrollSpan = (lines: number, scroll: number, height: number): Span => {
	const count = Math.max(1, lines - height + 1);
	return {
		count,
		index: Math.min(Math.max(0, scroll), count - 1),
		step: Math.max(1, height - 1),
		keyAt: () => undefined,
	};
};

/** Size of the terminal: columns and rows of characters. */
export type Size = {readonly columns: number; readonly rows: number};

/** Below this nothing useful can be shown. */
export const leastSize: Size = {columns: 20, rows: 4};

/** Lines of each part: header, body, and one for prompt, message or keys. */
export type Layout = {readonly header: number; readonly body: number};

/** On a low screen the header loses its lines, line by line, before the table does. */
export const layoutOf = ({rows}: Size): Layout => {
	const header = rows >= 10 ? 3 : rows >= 7 ? 2 : rows >= 5 ? 1 : 0;
	return {header, body: rows - header - 1};
};

/** A list on the screen that keys move in. */
export type Span = {
	/** Number of places. */
	readonly count: number;
	readonly index: number;
	/** Number of places that a page has. */
	readonly step: number;
	/** Key of the row that a place stays on. Undefined: none. */
	readonly keyAt: (index: number) => string | undefined;
};

/** The span of a text that scrolls: there is a place for each possible first line. */
export const scrollSpan = (lines: number, scroll: number, height: number): Span => {
	const count = Math.max(1, lines - height + 1);
	return {
		count,
		index: Math.min(Math.max(0, scroll), count - 1),
		step: Math.max(1, height - 1),
		keyAt: () => undefined,
	};
};

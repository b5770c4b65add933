/** First of the characters of private use, of which one is a stand-in. */
const first = 0xe0_00;

/** Rows that are remembered: more than those of two frames of the largest screen. */
const remembered = 1000;

/** Rows that Ink does not draw itself, each by the one character that Ink draws in its place. */
export type StandIns = {
	/** Takes a row, and returns the character that stands for it until `remembered` rows more were taken. */
	readonly put: (row: string) => string;
	/** The row that a line of a frame stands for; the line itself where it stands for none. */
	readonly rowOf: (line: string) => string;
};

/** A row that is nothing but one character of private use has to be put itself: as a line it would be a stand-in. */
export const createStandIns = (): StandIns => {
	const rows: string[] = [];
	let next = 0;
	return {
		put(row) {
			const place = next;
			next = (next + 1) % remembered;
			rows[place] = row;
			return String.fromCharCode(first + place);
		},
		rowOf: (line) => (line.length === 1 ? rows[line.charCodeAt(0) - first] : undefined) ?? line,
	};
};

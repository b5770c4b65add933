/** A stand-in is two of the 94 printable letters of ASCII: Ink measures ASCII without a look at each letter. */
const first = 0x21;
const base = 94;

/** Rows that are remembered: more than those of two frames of the largest screen. */
const remembered = 1000;

/** Rows that Ink does not draw itself, each by the short text that Ink draws in its place. */
export type StandIns = {
	/** Takes a row, and returns the text that stands for it until `remembered` rows more were taken. */
	readonly put: (row: string) => string;
	/** The row that a line of a frame stands for; the line itself where it stands for none. */
	readonly rowOf: (line: string) => string;
};

/** A row of two letters has to be put itself: as a line of a frame it would stand for another row. */
export const createStandIns = (): StandIns => {
	const rows: string[] = [];
	let next = 0;
	return {
		put(row) {
			const place = next;
			next = (next + 1) % remembered;
			rows[place] = row;
			return String.fromCharCode(first + Math.floor(place / base), first + (place % base));
		},
		rowOf(line) {
			const place = (line.charCodeAt(0) - first) * base + line.charCodeAt(1) - first;
			return (line.length === 2 ? rows[place] : undefined) ?? line;
		},
	};
};

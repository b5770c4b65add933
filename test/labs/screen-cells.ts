/** A number as a table shows it, and half a unit of its last digit: how exact it is. */
export type ShownNumber = {readonly value: number; readonly rounding: number};

const units: ReadonlyMap<string, number> = new Map([
	['', 1],
	...['K', 'M', 'G', 'T'].map((unit, index) => [unit, 1024 ** (index + 1)] as const),
	...['k', 'm', 'g', 't'].map((unit, index) => [unit, 1000 ** (index + 1)] as const),
]);

/** Reads `1.5M`, `994` or `0`. NaN: the text is none. */
export const shownNumber = (text: string | undefined): ShownNumber => {
	const [, whole = '', fraction = '', unit = ''] = /^(\d+)(?:\.(\d+))?([KMGTkmgt]?)$/.exec(text ?? '') ?? [];
	const size = units.get(unit) ?? Number.NaN;
	return {
		value: whole === '' ? Number.NaN : Number(`${whole}.${fraction || 0}`) * size,
		rounding: (size / 10 ** fraction.length) * 0.5,
	};
};

/**
The cells of a table's rows, by heading: the words that end where the heading ends, as numbers do, or begin where it begins.
@param lines a screen whose heading has NAME.
@param name of the domain: the rows that begin with it.
*/
export const cellsOf = (
	lines: readonly string[],
	name: string,
): ReadonlyArray<ReadonlyMap<string, string>> => {
	const heading = lines.find((line) => /^ NAME /.test(line)) ?? '';
	const headings = [...heading.matchAll(/[▾▴]?(\S+)/g)];
	return lines
		.filter((line) => line.slice(1).startsWith(`${name} `))
		.map((line) => {
			const words = [...line.matchAll(/\S+/g)];
			return new Map(
				headings.flatMap(({index: start, 0: whole, 1: title = ''}) => {
					const end = start + whole.length;
					const word = words.find(({index, 0: text}) => index + text.length === end || index === start);
					return word ? [[title, word[0]] as const] : [];
				}),
			);
		});
};

/** Parses CSV as in RFC 4180: records of fields. Quoted fields may hold line ends. */
export const parseCsv = (text: string): readonly (readonly string[])[] => {
	const records: string[][] = [];
	let record: string[] = [];
	const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
	for (;;) {
		const match = pattern.exec(text);
		if (!match) {
			throw new Error(`Not CSV: ${JSON.stringify(text.slice(0, 200))}`);
		}

		const [, quoted, plain = '', end] = match;
		record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
		if (end !== ',') {
			records.push(record);
			record = [];
		}

		if (pattern.lastIndex >= text.length && end !== ',') {
			return records;
		}
	}
};

/** Takes bytes as they come and gives the lines that they complete, without line ends. */
export type LineSplitter = {
	readonly push: (chunk: Uint8Array | string) => readonly string[];
	/** The part of a line whose end has not come yet. Empty: there is none. */
	readonly begun: () => string;
};

const latin1 = (chunk: Uint8Array | string): string => {
	const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
};

/**
Cuts a line at the limit, so that a line without end costs no memory. Each byte is one character (latin1): callers look
for ASCII only, so neither a cut nor invalid UTF-8 can go wrong.
*/
export const createLineSplitter = (limit: number): LineSplitter => {
	let begun = '';

	const keep = (text: string) => {
		begun += begun.length < limit ? text.slice(0, limit - begun.length) : '';
	};

	return {
		push: (chunk) => {
			const text = latin1(chunk);
			const lines: string[] = [];
			let start = 0;
			for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
				keep(text.slice(start, end));
				lines.push(begun);
				begun = '';
				start = end + 1;
			}

			keep(text.slice(start));
			return lines;
		},
		begun: () => begun,
	};
};

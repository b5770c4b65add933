/** What a child said last on its standard error, however much it says. */
export type LastWords = {
	readonly take: (chunk: Buffer) => void;
	/** As it came, of at most so many bytes; not clean. */
	readonly lines: () => readonly string[];
};

const byteLimit = 8192;

export const createLastWords = (): LastWords => {
	let kept: Buffer = Buffer.alloc(0);
	return {
		take: (chunk) => {
			kept = Buffer.concat([kept, chunk]).subarray(-byteLimit);
		},
		lines: () =>
			kept
				.toString('utf8')
				.split(/[\r\n]+/)
				.map((line) => line.trim())
				.filter((line) => line !== ''),
	};
};

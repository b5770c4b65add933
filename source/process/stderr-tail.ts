/** The last lines that a child wrote to its standard error, however much it writes. */
export type StderrTail = {
	readonly take: (chunk: Buffer) => void;
	/** Trimmed but not cleaned, of at most `byteLimit` bytes. */
	readonly lines: () => readonly string[];
};

const byteLimit = 8192;

export const createStderrTail = (): StderrTail => {
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

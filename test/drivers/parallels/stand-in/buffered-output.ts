import {writeSync} from 'node:fs';

/** Standard output as the C library has it. */
export type BufferedOutput = {
	readonly write: (text: string) => void;
	/** As at the end of a program. */
	readonly flush: () => void;
};

/** Of a pipe, st_blksize. */
const blockSize = 4096;

/** Writes all of it, however full the pipe is. */
const writeAll = (bytes: Buffer): void => {
	for (let rest = bytes; rest.length > 0; ) {
		try {
			rest = rest.subarray(writeSync(1, rest));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
				throw error;
			}
		}
	}
};

/** @param isLineBuffered else it comes in blocks of 4096 bytes, cut wherever they end. */
export const createBufferedOutput = (isLineBuffered: boolean): BufferedOutput => {
	let kept: Buffer = Buffer.alloc(0);
	return {
		write: (text) => {
			kept = Buffer.concat([kept, Buffer.from(text)]);
			const whole = isLineBuffered
				? kept.lastIndexOf('\n') + 1
				: Math.floor(kept.length / blockSize) * blockSize;
			writeAll(kept.subarray(0, whole));
			kept = kept.subarray(whole);
		},
		flush: () => {
			writeAll(kept);
			kept = Buffer.alloc(0);
		},
	};
};

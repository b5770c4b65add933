import {closeSync, openSync, readSync} from 'node:fs';
import {nextTurn} from '../../source/async/wait.ts';
import {attempt} from './read-file.ts';

/** Fills the buffer as far as there are bytes: the kernel gives a page of /proc at a time. */
const fill = (file: number, buffer: Buffer): number => {
	let length = 0;
	while (length < buffer.length) {
		const start = length;
		const size = attempt(() => readSync(file, buffer, start, buffer.length - start, null));
		if (!('value' in size) || size.value === 0) {
			break;
		}

		length += size.value;
	}

	return length;
};

/**
Reads a file of /proc that may be as long as other users like, in slices, with turns for other work in between. Yields
nothing where the file cannot be read, and no more where it cannot be read on: its process ended.
@throws ExhaustedError
*/
export async function* readSlices(path: string, sliceBytes: number): AsyncGenerator<Buffer> {
	const file = attempt(() => openSync(path, 'r'));
	if ('refusal' in file) {
		return;
	}

	try {
		for (;;) {
			const buffer = Buffer.allocUnsafe(sliceBytes);
			const length = fill(file.value, buffer);
			if (length > 0) {
				yield buffer.subarray(0, length);
			}

			if (length < sliceBytes) {
				return;
			}

			await nextTurn();
		}
	} finally {
		closeSync(file.value);
	}
}

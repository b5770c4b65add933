import type {Writable} from 'node:stream';

/**
Writes a text to a stream and resolves when the reader took it. A reader that went away (`| head`) is no error: the
promise never settles, and `guardOutput` ends the program. Rejects with any other error.
*/
export const createOutput =
	(stream: Writable): ((text: string | Uint8Array) => Promise<void>) =>
	(text) =>
		new Promise((resolve, reject) => {
			if (text.length === 0) {
				resolve();
				return;
			}

			stream.write(text, (error) => {
				if (!error) {
					resolve();
				} else if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
					reject(error);
				}
			});
		});

import type {Writable} from 'node:stream';

/**
Writes to a stream and resolves when the reader took it. A reader that went away (`| head`) is no error: whoever waits
waits forever, and `onClosed` ends the program.
*/
export const createOutput =
	(stream: Writable): ((text: string) => Promise<void>) =>
	(text) =>
		new Promise((resolve, reject) => {
			if (text === '') {
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

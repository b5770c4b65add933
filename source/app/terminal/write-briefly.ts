import {openTerminalDevice} from './terminal-device.ts';

/** Milliseconds between two attempts, and the number of attempts: 200 ms in all. */
const retryDelayMilliseconds = 10;
const attempts = 20;

/**
Writes a text to a stream as the last thing a program does. Node waits until a terminal took everything, so a terminal that
no program reads would keep domtop for ever. Here the terminal has 200 ms, and what it did not take is lost.
*/
export const writeBriefly = (
	stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> & {readonly fd: number},
	text: string,
): void => {
	if (!stream.isTTY) {
		stream.write(text);
		return;
	}

	const device = openTerminalDevice(stream.fd);
	const nothing = new Int32Array(new SharedArrayBuffer(4));
	try {
		let rest: Uint8Array = Buffer.from(text);
		for (let attempt = 0; attempt < attempts; attempt++) {
			rest = rest.subarray(device.write(rest));
			if (rest.length === 0) {
				break;
			}

			Atomics.wait(nothing, 0, 0, retryDelayMilliseconds);
		}
	} catch {
		// A terminal that is gone reads nothing.
	} finally {
		device.close();
	}
};

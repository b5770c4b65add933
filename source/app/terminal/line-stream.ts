import {EventEmitter} from 'node:events';
import type {Size} from '../../scene/layout.ts';

/**
Stands in for the terminal that Ink writes to. Ink's debug mode writes each frame whole and nothing else. `take` gets the
lines of a frame, as many as the terminal has, and nothing reaches the terminal by itself. No event tells of a new size:
Ink would draw the old scene in the new size.
*/
export const createLineStream = (
	sizeOf: () => Size,
	take: (rows: readonly string[]) => void,
): NodeJS.WriteStream => {
	const stream = Object.assign(new EventEmitter(), {
		isTTY: true,
		write(text: string, done?: () => void) {
			if (text !== '') {
				const lines = text.split('\n');
				take(Array.from({length: sizeOf().rows}, (_, row) => lines[row] ?? ''));
			}

			done?.();
			return true;
		},
	});
	Object.defineProperties(stream, {columns: {get: () => sizeOf().columns}, rows: {get: () => sizeOf().rows}});
	return stream as unknown as NodeJS.WriteStream;
};

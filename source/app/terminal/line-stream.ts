import {EventEmitter} from 'node:events';
import type {Size} from '../../scene/layout.ts';

/**
Stands in for a terminal before Ink, whose debug mode writes each frame whole and nothing else: its lines are taken, as
many as the terminal has, and nothing of it reaches the terminal by itself. A new size is told by no event: Ink would
draw the old scene in it.
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

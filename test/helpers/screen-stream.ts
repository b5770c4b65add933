import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import type {Size} from '../../source/scene/layout.ts';

/** One character cell of a terminal. */
export type Cell = {
	readonly text: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	/** Number of the palette. Undefined: the terminal's own colour. */
	readonly colour: number | undefined;
};

/**
A terminal inside the process: text written to its device appears on its screen.
@param mouthful how many of these bytes it takes at once; all, unless given.
*/
export const createScreenStream = (start: Size, mouthful = (bytes: number): number => bytes) => {
	const terminal = new xterm.Terminal({
		cols: start.columns,
		rows: start.rows,
		allowProposedApi: true,
	});
	let pending = Promise.resolve();
	let isCursorShown = true;
	const watchCursor = (shows: boolean) => (parameters: readonly (number | number[])[]) => {
		isCursorShown = parameters.includes(25) ? shows : isCursorShown;
		return false;
	};
	terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, watchCursor(true));
	terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, watchCursor(false));
	const device = {
		write(bytes: Uint8Array) {
			const taken = bytes.slice(0, mouthful(bytes.length));
			pending = pending.then(() => new Promise((resolve) => terminal.write(taken, resolve)));
			return taken.length;
		},
		discard: async () => {},
	};
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode() {
			return this;
		},
		ref: () => {},
		unref: () => {},
	});
	const line = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);

	return {
		device,
		stdin: stdin as unknown as NodeJS.ReadStream,
		type: (text: string) => stdin.write(text),
		size: (): Size => ({columns: terminal.cols, rows: terminal.rows}),
		resize(size: Size) {
			terminal.resize(size.columns, size.rows);
		},
		/** All that was written so far is on the screen. */
		settled: () => pending,
		lines: (): readonly string[] =>
			Array.from({length: terminal.rows}, (_, row) => line(row)?.translateToString(true) ?? ''),
		cell(row: number, column: number): Cell {
			const found = line(row)?.getCell(column);
			return {
				text: found?.getChars() ?? '',
				bold: Boolean(found?.isBold()),
				dim: Boolean(found?.isDim()),
				inverse: Boolean(found?.isInverse()),
				colour: found?.isFgPalette() ? found.getFgColor() : undefined,
			};
		},
		/** Is the alternate screen shown? */
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		isCursorShown: () => isCursorShown,
		isWrapping: () => terminal.modes.wraparoundMode,
		/** Is an update open, so that nothing new is shown? */
		isHeldBack: () => terminal.modes.synchronizedOutputMode,
		dispose: () => terminal.dispose(),
	};
};

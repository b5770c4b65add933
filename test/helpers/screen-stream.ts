import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import type {Size} from '../../source/scene/layout.ts';

/** What one character cell of a terminal looks like. */
export type Cell = {
	readonly text: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	/** Number of the palette; absent: the terminal's own. */
	readonly colour: number | undefined;
};

/** A terminal inside the process: Ink writes to its streams, tests read its screen. */
export const createScreenStream = (start: Size) => {
	const terminal = new xterm.Terminal({
		cols: start.columns,
		rows: start.rows,
		allowProposedApi: true,
		convertEol: true,
	});
	let pending = Promise.resolve();
	const stdout = Object.assign(new EventEmitter(), {
		isTTY: true,
		columns: start.columns,
		rows: start.rows,
		write(text: string, done?: () => void) {
			pending = pending.then(() => new Promise((resolve) => terminal.write(text, resolve)));
			done?.();
			return true;
		},
	});
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
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		type: (text: string) => stdin.write(text),
		resize(size: Size) {
			terminal.resize(size.columns, size.rows);
			Object.assign(stdout, size);
			stdout.emit('resize');
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
		dispose: () => terminal.dispose(),
	};
};

import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {rowUpdate, wholeRow} from '../../../source/app/terminal/row-update.ts';
import {createScreenStream} from '../../helpers/screen-stream.ts';

const csi = '\u001B[';
const table = ' vm-0903               running          155    2    22d13h  1.0G  879M   3.0M   8.2M disk1';

describe('the update of a row', () => {
	test('writes what changed and moves over the rest', () => {
		expect(rowUpdate(6, table, table.replace('155', '151').replace('8.2M', '9.4M'), 120)).toBe(
			`${csi}7;43H1${csi}37C9.4`,
		);
	});

	test('writes a short gap again, since a move is longer', () => {
		expect(rowUpdate(0, 'ab12cdef', 'xb12ydef', 20)).toBe(`${csi}1;1Hxb12y`);
	});

	test('erases what the row no longer has', () => {
		expect(rowUpdate(0, 'one two', 'one', 20)).toBe(`${csi}1;4H${csi}K`);
		expect(rowUpdate(0, 'one', '', 20)).toBe(`${csi}1;1H${csi}K`);
	});

	test('restates the look of what it writes', () => {
		const selected = (text: string): string => `${csi}7m${text}${csi}27m`;
		expect(rowUpdate(0, selected('web 12345'), selected('web 12346'), 20)).toBe(`${csi}1;9H${csi}7m6${csi}m`);
		expect(rowUpdate(0, `${csi}1mdomtop${csi}22m x`, `${csi}1mdomtop${csi}22m y`, 20)).toBe(`${csi}1;8Hy`);
		expect(rowUpdate(0, 'problem', `${csi}1m${csi}33mproblem${csi}39m${csi}22m`, 80)).toBe(
			`${csi}1;1H${csi}1;33mproblem${csi}m`,
		);
	});

	test('writes all from the first letter on that may take any number of columns, and from the letter before it', () => {
		expect(rowUpdate(0, 'cpu 12 – 34', 'cpu 13 – 34', 20)).toBe(`${csi}1;6H3`);
		expect(rowUpdate(0, 'cpu 12 – 34', 'cpu 12 – 35', 20)).toBe(`${csi}1;7H${csi}K – 35${csi}m`);
		expect(rowUpdate(0, 'one e\u0301', 'one e', 20)).toBe(`${csi}1;5H${csi}Ke`);
	});

	test('writes a row whole where it is too wide', () => {
		const wide = 'x'.repeat(30);
		expect(rowUpdate(0, wide, `${wide}y`, 20)).toBe(wholeRow(0, `${wide}y`));
		expect(rowUpdate(0, wide, 'x', 20)).toBe(wholeRow(0, 'x'));
	});

	test('writes all from a sequence on that a frame does not have', () => {
		expect(rowUpdate(0, `ab ${csi}4mcd`, `ab ${csi}4mce`, 20)).toBe(`${csi}1;3H${csi}K ${csi}4mce${csi}m`);
	});

	test('is nothing where nothing changed', () => {
		expect(rowUpdate(0, table, table, 120)).toBe('');
	});
});

const letters = [...'abc 012 –│', '日', '本', 'e\u0301', '👩‍👩‍👧', '\uFFF9', '\u200B', '가', '🏳️‍🌈'];
const sequences = ['0', '1', '2', '7', '22', '27', '33', '39', '1;31', '4'].map((code) => `${csi}${code}m`);
const part = fc.oneof(
	{weight: 12, arbitrary: fc.constantFrom(...'abcdef  0123456789')},
	{weight: 2, arbitrary: fc.constantFrom(...letters)},
	{weight: 1, arbitrary: fc.constantFrom(...sequences)},
);
const columns = 16;
const parts = fc.array(part, {maxLength: columns + 4});
/** Another row, with some parts of the first at their places. */
const change = fc.array(
	fc.record({place: fc.nat(columns + 3), remove: fc.nat(2), add: fc.array(part, {maxLength: 2})}),
	{
		maxLength: 4,
	},
);

/** A row begins with what has a width, as all of domtop's do: @xterm/headless gives what has none a cell there, or not. */
const rowOf = (all: readonly string[]): string => {
	const first = all.findIndex((one) => stringWidth(one) > 0);
	return first < 0 ? '' : all.slice(first).join('');
};

test('leaves the row on the terminal as if it had been written whole, whatever stood there', async () => {
	await fc.assert(
		fc.asyncProperty(parts, fc.array(change, {minLength: 1, maxLength: 4}), async (start, changes) => {
			const size = {columns, rows: 1};
			const [screen, lone] = [createScreenStream(size), createScreenStream(size)];
			const write = (to: typeof screen, text: string): number => to.device.write(Buffer.from(text));
			write(screen, `${csi}?7l${wholeRow(0, rowOf(start))}`);
			let now = start;
			for (const edits of changes) {
				const next = [...now];
				for (const {place, remove, add} of edits) {
					next.splice(place, remove, ...add);
				}

				write(screen, rowUpdate(0, rowOf(now), rowOf(next), columns));
				now = next;
			}

			// What comes next has the terminal's own look.
			write(screen, `${csi}1;${columns}Hx`);
			write(lone, `${csi}?7l${wholeRow(0, rowOf(now))}${csi}1;${columns}Hx`);
			await Promise.all([screen.settled(), lone.settled()]);
			const cells = (of: typeof screen) =>
				Array.from({length: columns}, (_, column) => {
					const cell = of.cell(0, column);
					// Without what joins: @xterm/headless may drop it where two writes meet.
					return {...cell, text: [...cell.text][0]};
				});
			expect(cells(screen)).toEqual(cells(lone));
			screen.dispose();
			lone.dispose();
		}),
		{numRuns: 600},
	);
}, 120_000);

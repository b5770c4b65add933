import {expect, test} from 'vitest';
import {terminalSize} from '../../../source/app/terminal/terminal-size.ts';

test('is what the terminal says, 80 × 24 where it says nothing, and never more than a screen has', () => {
	expect(terminalSize({columns: 200, rows: 50})).toEqual({columns: 200, rows: 50});
	expect(terminalSize({})).toEqual({columns: 80, rows: 24});
	expect(terminalSize({columns: 0, rows: 0})).toEqual({columns: 80, rows: 24});
	expect(terminalSize({columns: 65_535, rows: 65_535})).toEqual({columns: 1000, rows: 400});
});

import {expect, test} from 'vitest';
import {cleanLine} from '../../source/text/clean-text.ts';

test('no character of it is obeyed by a terminal, and it stays one line', () => {
	expect(cleanLine('a\u001B[31mb\u009Bc\u007Fd\u202Ee\u2028f\ng')).toBe(
		'a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg',
	);
});

test('a long line stays whole', () => {
	const line = `Give one of ${'word, '.repeat(500)}`;
	expect(cleanLine(line)).toBe(line);
});

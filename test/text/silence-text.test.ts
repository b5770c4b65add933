import {expect, test} from 'vitest';
import {silenceText} from '../../source/text/silence-text.ts';

test.each([
	[0, 1, 'has not answered yet'],
	[0.04, 1, 'has not answered yet'],
	[-3, 1, 'has not answered yet'],
	[Number.NaN, 1, 'has not answered yet'],
	[0.06, 1, 'has not answered for 0.1 s'],
	[2.54, 1, 'has not answered for 2.5 s'],
	[9.97, 1, 'has not answered for 10 s'],
	[0.4, 0, 'has not answered yet'],
	[34.4, 0, 'has not answered for 34 s'],
])('of %s s it is said, with %s digits: %s', (seconds, digits, text) => {
	expect(silenceText(seconds, digits)).toBe(text);
});

import {expect, test} from 'vitest';
import {quotedLines, strayLines} from '../../../../drivers/libvirt/transport/stray-text.ts';
import {isClean} from '../../../../source/text/clean-text.ts';

test.each([
	['Welcome to host-17!\n', ['Welcome to host-17!']],
	['no newline', ['no newline']],
	['\r\n\r\n  one \t two\r\nthree\n', ['one two', 'three']],
	['********\n*  Hi  *\n********\n', ['* Hi *']],
	['\u001B[1;31mred\u001B[0m \u001B]0;title\u0007end\n', ['red end']],
	['\u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\\n', ['link']],
	['Grüße\n', ['Grüße']],
	['text\0\0\0$\u0020\0', ['text']],
	['\0\0\0Hello', ['Hello']],
	['', []],
	['\n \n', []],
	['---\n', []],
	['\u0016\u0003\u0001\u0002', []],
])('%j is read as %j', (text, lines) => {
	expect(strayLines(Buffer.from(text))).toEqual(lines);
});

test('bytes that are no UTF-8 are no text, a letter of another encoding is', () => {
	expect(strayLines(Buffer.from([0x80, 0x81, 0xfe, 0xff, 0x80]))).toEqual([]);
	expect(strayLines(Buffer.from('Willkommen auf dem Gel\u00E4nde', 'latin1'))).toEqual([
		'Willkommen auf dem Gel\uFFFDnde',
	]);
});

test('a quotation is clean and short, and says how much it leaves out', () => {
	expect(quotedLines(['a', 'b'])).toBe('"a / b"');
	expect(quotedLines(['a', 'b', 'c', 'd'])).toBe('"a / b / c" and 1 more line');
	const long = quotedLines([`\u0007${'x'.repeat(9000)}`]);
	expect(long.length).toBeLessThan(250);
	expect(isClean(long)).toBe(true);
});

import {describe, expect, test} from 'vitest';
import {delayAnswer, filterAnswer, periodAnswer} from '../../source/view/answer.ts';
import {emptied, eraseFrom, type Prompt, pasteInto, typeInto} from '../../source/view/prompt.ts';

const period: Prompt = {
	kind: 'period',
	text: '',
	subject: {rowKey: 'h/a', incarnation: '1', name: 'a', period: 2},
};
const filter: Prompt = {kind: 'filter', text: ''};

describe('typeInto', () => {
	test('takes every character, and says nothing before enter', () => {
		expect(typeInto({...period, text: 'lan', error: 'No.'}, '2')).toMatchObject({
			text: 'lan2',
			error: undefined,
		});
		expect(typeInto(filter, '日本\u0007').text).toBe('日本\u0007');
	});

	test('counts what is too much, so that nothing grows without bound and nothing is left out unseen', () => {
		const full = typeInto(filter, 'x'.repeat(100));
		expect(full).toMatchObject({text: 'x'.repeat(100), beyond: undefined});
		const more = typeInto(typeInto(full, 'y'), 'z');
		expect(more).toMatchObject({text: full.text, beyond: 2});
		expect(eraseFrom(more)).toMatchObject({text: full.text, beyond: 1});
		expect(eraseFrom(eraseFrom(more))).toEqual({...full, error: undefined});
		expect(emptied(more)).toMatchObject({text: '', beyond: undefined});
	});
});

describe('pasteInto', () => {
	test.each([
		['7', '7'],
		['7\r', '7'],
		['7\n', '7'],
		['7\r\n', '7'],
		['7\r\r', '7\r'],
		['5\rplan2\r', '5\rplan2'],
		['', ''],
	])('%j gives %j', (text, answer) => {
		expect(pasteInto(period, text, 0).text).toBe(answer);
		expect(pasteInto({...period, text: '1'}, text, 0).text).toBe(`1${answer}`);
	});

	test('what was not kept of it is counted, and its last enter is none', () => {
		expect(pasteInto(period, `${'7'.repeat(1023)}\r`, 9)).toMatchObject({beyond: 933});
	});
});

test('erasing takes a whole letter, and the error with it', () => {
	expect(eraseFrom({...filter, text: 'a😀', error: 'No.'})).toMatchObject({text: 'a', error: undefined});
	expect(eraseFrom(filter).text).toBe('');
});

describe('answers', () => {
	test('a period goes from 0 to the largest 32-bit integer', () => {
		expect(periodAnswer({text: '0'})).toEqual({value: 0});
		expect(periodAnswer({text: '2147483647'})).toEqual({value: 2_147_483_647});
		expect(periodAnswer({text: '2147483648'})).toEqual({error: 'At most 2147483647 s.'});
		expect(periodAnswer({text: ''})).toBeUndefined();
	});

	test.each([
		'lan2',
		'soon7',
		' 7',
		'7 ',
		'-1',
		'+5',
		'1e3',
		'0x10',
		'2.0',
		'٣',
		'5\rplan2',
		'7\n',
		'7\u200B',
	])('%j is no period', (text) => {
		expect(periodAnswer({text})).toEqual({
			error: expect.stringMatching(/^\P{Cc}+ is no whole number of seconds\.$/u),
		});
	});

	test('a delay goes from a tenth of a second to an hour', () => {
		expect(delayAnswer({text: '0.1'})).toEqual({value: 0.1});
		expect(delayAnswer({text: '.25'})).toEqual({value: 0.25});
		expect(delayAnswer({text: '3600'})).toEqual({value: 3600});
		for (const text of ['0', '0.09', '3601']) {
			expect(delayAnswer({text})).toEqual({error: 'From 0.1 to 3600 s.'});
		}

		for (const text of ['.', '1,5', '5 s', '1e1', '0.5.5']) {
			expect(delayAnswer({text})).toEqual({error: `${text} is no number of seconds.`});
		}
	});

	test('a filter is one line of what can be seen', () => {
		expect(filterAnswer({text: ''})).toEqual({value: ''});
		expect(filterAnswer({text: '日本 db'})).toEqual({value: '日本 db'});
		for (const text of ['a\rb', 'a\u001B', '\u009B', '\u202E']) {
			expect(filterAnswer({text})).toEqual({error: 'This is not one line of printable characters.'});
		}
	});

	test('of too long ones nothing is taken', () => {
		const text = '1'.repeat(100);
		expect(periodAnswer({text, beyond: 1})).toEqual({
			error: `${'1'.repeat(19)}… is no whole number of seconds.`,
		});
		expect(delayAnswer({text: '1', beyond: 1})).toHaveProperty('error');
		expect(filterAnswer({text, beyond: 1})).toEqual({error: 'This is longer than any name.'});
	});
});

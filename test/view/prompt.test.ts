import {describe, expect, test} from 'vitest';
import {delayAnswer, eraseFrom, type Prompt, periodAnswer, typeInto} from '../../source/view/prompt.ts';

const period: Prompt = {
	kind: 'period',
	text: '',
	subject: {rowKey: 'h/a', incarnation: '1', name: 'a', period: 2},
};
const delay: Prompt = {kind: 'delay', text: '', delay: 2};
const filter: Prompt = {kind: 'filter', text: ''};

describe('typeInto', () => {
	test('a period takes digits and nothing else, and says so', () => {
		expect(typeInto(period, '12').text).toBe('12');
		const refused = typeInto({...period, text: '1'}, '-');
		expect(refused).toMatchObject({text: '1', error: 'Whole seconds only.'});
		expect(typeInto(refused, '0')).toMatchObject({text: '10', error: undefined});
	});

	test('a delay takes one dot', () => {
		expect(typeInto({...delay, text: '0'}, '.5').text).toBe('0.5');
		expect(typeInto({...delay, text: '0.5'}, '.').error).toBeDefined();
	});

	test('a filter takes any letter, but no control character', () => {
		expect(typeInto(filter, '日本').text).toBe('日本');
		expect(typeInto(filter, '\u0007').text).toBe('');
	});

	test('nothing grows without bound', () => {
		expect(typeInto({...filter, text: 'x'.repeat(100)}, 'y').text).toHaveLength(100);
		expect(typeInto({...period, text: '2147483647'}, '0').text).toHaveLength(10);
	});

	test('erasing takes a whole letter, and the error with it', () => {
		expect(eraseFrom({...filter, text: 'a😀', error: 'No.'})).toMatchObject({text: 'a', error: undefined});
		expect(eraseFrom(filter).text).toBe('');
	});
});

describe('answers', () => {
	test('a period goes from 0 to the largest 32-bit integer', () => {
		expect(periodAnswer('0')).toEqual({value: 0});
		expect(periodAnswer('2147483647')).toEqual({value: 2_147_483_647});
		expect(periodAnswer('2147483648')).toEqual({error: 'At most 2147483647 s.'});
		expect(periodAnswer('')).toBeUndefined();
	});

	test('a delay goes from a tenth of a second to an hour', () => {
		expect(delayAnswer('0.1')).toEqual({value: 0.1});
		expect(delayAnswer('3600')).toEqual({value: 3600});
		for (const text of ['0', '0.09', '3601', '.']) {
			expect(delayAnswer(text)).toEqual({error: 'From 0.1 to 3600 s.'});
		}
	});
});

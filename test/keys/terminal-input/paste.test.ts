import {describe, expect, test} from 'vitest';
import {createTerminalInput} from '../../../source/keys/terminal-input/terminal-input.ts';
import {createFedInput, joined, raw, read, readAtOnce, utf8} from './fed-input.ts';

const begin = '\u001B[200~';
const end = '\u001B[201~';
const pasted = (text: string): Uint8Array => utf8(begin + text + end);

describe('a paste', () => {
	test('is a text and no keys, whatever is in it', () => {
		expect(readAtOnce(pasted('http://wiki/page?id=5\rplan2\rq'))).toEqual([
			'[http://wiki/page?id=5\rplan2\rq]',
		]);
		expect(readAtOnce(pasted('\u001B[A\u001B[M q2\u0007日'))).toEqual(['[\u001B[A\u001B[M q2\u0007日]']);
		expect(readAtOnce(pasted(''))).toEqual([]);
	});

	test('is known as soon as it ends', () => {
		const fed = createFedInput();
		fed.feed(pasted('7'));
		expect(fed.taken()).toEqual(['[7]']);
	});

	test('stays one, split anywhere by 0.3 s', () => {
		const bytes = pasted('d=5\rplan2\r日q');
		for (let index = 1; index < bytes.length; index++) {
			const parts = [
				{bytes: bytes.slice(0, index), gap: 0},
				{bytes: bytes.slice(index), gap: 0.3},
			];
			expect(read(parts)).toEqual(['[d=5\rplan2\r日q]']);
		}
	});

	test('marks as one C1 control are marks', () => {
		expect(readAtOnce(raw('\u009B200~plan2\r\u009B201~'))).toEqual(['[plan2\r]']);
	});

	test('keys before and behind it stay in their order', () => {
		expect(readAtOnce(utf8(`p${begin}7${end}\rj`))).toEqual(['p', '[7]', 'enter', 'j']);
	});

	test('bytes that are no UTF-8 are seen in it', () => {
		expect(readAtOnce(joined(utf8(`${begin}5`), raw('\u00FF'), utf8(`6${end}`)))).toEqual(['[5\uFFFD6]']);
	});

	test.each([
		['the mark that ends one', `a${end}plan2\rq`, ['[a]', '[\uFFFDplan2\rq]']],
		['both marks', `a${end}plan2\r${begin}b`, ['[a]', '[\uFFFDplan2\r]', '[b]']],
		['the mark that begins one', `5${begin}6`, ['[5\uFFFD6]']],
		['parts of a mark', '\u001B[201\u001B[20\u001B[2', ['[\u001B[201\u001B[20\u001B[2]']],
	])('with %s in it is no keys', (_name, text, events) => {
		expect(readAtOnce(pasted(text))).toEqual(events);
		const bytes = pasted(text);
		expect(read(Array.from(bytes, (byte) => ({bytes: Uint8Array.of(byte), gap: 0.3})))).toEqual(events);
	});

	test('keys right behind it wait until no mark followed', () => {
		const fed = createFedInput();
		fed.feed(joined(pasted('7'), utf8('\r')));
		fed.wait(0.3);
		expect(fed.taken()).toEqual(['[7]']);
		fed.wait(0.2);
		expect(fed.taken()).toEqual(['enter']);
		fed.feed(utf8('j'));
		expect(fed.taken()).toEqual(['j']);
	});

	test('behind it an escape and an arrow are what they are', () => {
		expect(readAtOnce(utf8(`${begin}7${end}\u001B`))).toEqual(['[7]', 'escape']);
		expect(readAtOnce(utf8(`${begin}7${end}\u001B[B`))).toEqual(['[7]', 'down']);
	});

	test('^C in it is ^C', () => {
		const fed = createFedInput();
		fed.feed(utf8(`${begin}plan2\u0003`));
		expect(fed.taken()).toEqual(['ctrl-c']);
		fed.feed(utf8(`j${begin}7${end}\r\u0003`));
		expect(fed.taken()).toEqual(['j', '[7]', 'ctrl-c']);
	});
});

describe('a paste that never ends', () => {
	test('ends at an escape, and then keys live again', () => {
		const fed = createFedInput();
		fed.feed(utf8(`${begin}plan2\r`));
		fed.wait(3);
		expect(fed.taken()).toEqual([]);
		fed.feed(utf8('\u001B'));
		fed.wait(0.5);
		expect(fed.taken()).toEqual(['[plan2\r]']);
		fed.feed(utf8('j'));
		fed.wait(0.5);
		expect(fed.taken()).toEqual(['j']);
		fed.feed(utf8('k'));
		expect(fed.taken()).toEqual(['k']);
	});

	test('ends after 5 s without a byte, and not before', () => {
		const fed = createFedInput();
		fed.feed(utf8(`${begin}plan2\r`));
		fed.feed(utf8('q'), 4.9);
		fed.wait(4.9);
		expect(fed.taken()).toEqual([]);
		fed.wait(0.2);
		expect(fed.taken()).toEqual(['[plan2\rq]']);
		fed.feed(utf8('j'), 100);
		fed.wait(0.5);
		expect(fed.taken()).toEqual(['j']);
	});

	test('and goes on after all was never keys', () => {
		const fed = createFedInput();
		fed.feed(utf8(`${begin}one\r`));
		fed.wait(20);
		fed.feed(utf8('plan2\rq'));
		fed.feed(utf8(`d=5\r${end}`), 0.3);
		fed.wait(20);
		expect(fed.taken()).toEqual(['[one\r]', '[\uFFFDplan2\rqd=5\r]']);
		fed.feed(utf8('j'));
		expect(fed.taken()).toEqual(['j']);
	});

	test('an escape that goes on as its end within 0.3 s is its end', () => {
		expect(
			read([
				{bytes: utf8(`${begin}7\u001B`), gap: 0},
				{bytes: utf8('[201~'), gap: 0.3},
			]),
		).toEqual(['[7]']);
	});
});

describe('a paste of 10 MB', () => {
	test('keeps 1024 characters, and counts the others', () => {
		const input = createTerminalInput();
		const block = utf8('plan2\rq日'.repeat(6554)).slice(0, 65_536);
		let kept = 0;
		input.push(utf8(begin), 0);
		for (let time = 0; time < 160; time++) {
			kept += input.push(block, time * 0.01).length;
		}

		expect(kept).toBe(0);
		const events = input.push(utf8(end), 2);
		expect(events).toEqual([
			{type: 'paste', text: expect.stringMatching(/^plan2\rq日plan2/), dropped: expect.any(Number)},
		]);
		const [event] = events;
		expect(event?.type === 'paste' && [...event.text].length).toBe(1024);
		expect(event?.type === 'paste' && event.dropped).toBeGreaterThan(7_000_000);
	});

	test('so much right behind a paste is no keys', () => {
		const fed = createFedInput();
		fed.feed(pasted('7'));
		for (let time = 0; time < 100; time++) {
			fed.feed(utf8('plan2\rq'.repeat(20)));
		}

		fed.wait(1);
		expect(fed.taken()).toEqual(['[7]']);
		fed.feed(utf8('j'));
		expect(fed.taken()).toEqual(['j']);
	});
});

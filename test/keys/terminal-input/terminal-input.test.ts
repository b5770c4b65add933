import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createFedInput, joined, type Part, raw, read, readAtOnce, utf8} from './fed-input.ts';
import {keySequences, noKeys} from './some-sequences.ts';

/** Every way to cut it in two, the second part so many seconds late. */
const cuts = (bytes: Uint8Array, gap: number): readonly (readonly Part[])[] =>
	Array.from({length: bytes.length - 1}, (_, index) => [
		{bytes: bytes.slice(0, index + 1), gap: 0},
		{bytes: bytes.slice(index + 1), gap},
	]);

describe('keys', () => {
	test.each(keySequences)('%s', (_name, bytes, keys) => {
		expect(readAtOnce(bytes)).toEqual(keys);
	});

	test.each(keySequences)('%s, split anywhere by 0.3 s', (_name, bytes, keys) => {
		for (const parts of cuts(bytes, 0.3)) {
			expect(read(parts)).toEqual(keys);
		}
	});

	test('several in one read are several', () => {
		expect(readAtOnce(utf8('jj/we\r\u001B[B\u001B[Ak'))).toEqual([
			...['j', 'j', '/', 'w', 'e', 'enter', 'down', 'up', 'k'],
		]);
	});

	test('an escape is the key once nothing followed, and not before', () => {
		const fed = createFedInput();
		fed.feed(utf8('\u001B'));
		fed.wait(0.3);
		expect(fed.taken()).toEqual([]);
		fed.wait(0.2);
		expect(fed.taken()).toEqual(['escape']);
	});

	test('another key behind it tells that it was one, at once', () => {
		for (const [text, keys] of [
			['\u001Bq', ['escape', 'q']],
			['\u001B\r', ['escape', 'enter']],
			['\u001B/', ['escape', '/']],
			['\u001B3', ['escape', '3']],
			['\u001BG', ['escape', 'G']],
			['\u001B日', ['escape', '日']],
		] as const) {
			const fed = createFedInput();
			fed.feed(utf8(text));
			expect(fed.taken()).toEqual(keys);
		}
	});

	test('escape twice is twice, and before an arrow it stays one', () => {
		expect(readAtOnce(utf8('\u001B\u001B'))).toEqual(['escape', 'escape']);
		expect(readAtOnce(utf8('\u001B\u001B[B'))).toEqual(['escape', 'down']);
	});

	test('bytes that are no UTF-8 are no keys of ours', () => {
		const odd = readAtOnce(raw('\u00FF\u00C0\u00ED\u00A0\u0080\u00F5'));
		expect(odd.length).toBeGreaterThan(0);
		expect(odd).toSatisfy((keys: readonly string[]) =>
			keys.every((key) => /^[\u0080-\u009F\uFFFD]$/.test(key)),
		);
		expect(readAtOnce(raw('\u00E6q'))).toEqual(['\uFFFD', 'q']);
	});
});

describe('what is no key', () => {
	test.each(noKeys)('%s', (_name, bytes) => {
		expect(readAtOnce(bytes)).toEqual([]);
		expect(readAtOnce(joined(bytes, utf8('j')))).toEqual(['j']);
	});

	test.each(noKeys)('%s, split anywhere by 0.3 s', (_name, bytes) => {
		const short = bytes.length > 100 ? joined(bytes.slice(0, 90), bytes.slice(-3)) : bytes;
		for (const parts of cuts(short, 0.3)) {
			expect(read(parts)).toEqual([]);
		}

		expect(read(Array.from(short, (byte) => ({bytes: Uint8Array.of(byte), gap: 0.3})))).toEqual([]);
	});

	test.each(noKeys)('%s that does not go on is swallowed, and then keys live again', (_name, bytes) => {
		for (let length = 2; length < Math.min(bytes.length, 40); length++) {
			const begun = bytes.slice(0, length);
			const keys = read([
				{bytes: begun, gap: 0},
				{bytes: utf8('j'), gap: 1.1},
			]);
			// What is complete by then may be an escape before something, and never more.
			expect(keys.filter((key) => key !== 'escape')).toEqual(['j']);
		}
	});

	test.each(noKeys)('^C amid %s', (_name, bytes) => {
		for (let length = 1; length < Math.min(bytes.length, 40); length++) {
			const fed = createFedInput();
			fed.feed(joined(bytes.slice(0, length), utf8('\u0003')));
			// A character that it cut is none of our keys.
			expect(fed.taken().filter((key) => key !== '\uFFFD')).toEqual(['ctrl-c']);
			fed.feed(utf8('j'));
			expect(fed.taken()).toEqual(['j']);
		}
	});

	test('a string that never ends goes on as long as bytes come, whatever they are', () => {
		const fed = createFedInput();
		fed.feed(utf8('\u001B]0;'));
		for (let time = 0; time < 2000; time++) {
			fed.feed(utf8('plan2\rq'), 0.3);
		}

		expect(fed.taken()).toEqual([]);
		fed.wait(1.1);
		fed.feed(utf8('j'));
		expect(fed.taken()).toEqual(['j']);
	});
});

describe('however the bytes are split', () => {
	const pieces = fc.oneof(
		fc.constantFrom(...keySequences.map(([, bytes]) => bytes)),
		fc.constantFrom(...noKeys.map(([, bytes]) => (bytes.length > 100 ? bytes.slice(0, 50) : bytes))),
		fc.constantFrom('\u001B[200~', '\u001B[201~', 'plan2\r', '\u001B', '\u001B[', '\u001B]', 'q').map(utf8),
		fc.uint8Array({maxLength: 6}),
	);

	const someBytes = fc.array(pieces, {maxLength: 12}).map((all) => joined(...all));
	const someParts = someBytes.chain((bytes) =>
		fc
			.tuple(
				fc.uniqueArray(fc.nat({max: bytes.length}), {maxLength: 8}),
				fc.array(fc.double({min: 0, max: 0.3, noNaN: true}), {minLength: 9, maxLength: 9}),
			)
			.map(([places, gaps]) => {
				const ends = [...places.toSorted((one, other) => one - other), bytes.length];
				return {
					bytes,
					parts: ends.map((end, index) => ({
						bytes: bytes.slice(ends[index - 1] ?? 0, end),
						gap: gaps[index] ?? 0,
					})),
				};
			}),
	);

	test('by up to 0.3 s, they are the same keys and pastes', () => {
		fc.assert(
			fc.property(someParts, ({bytes, parts}) => {
				expect(read(parts)).toEqual(readAtOnce(bytes));
			}),
			{numRuns: 3000},
		);
	});

	test('whatever came before, a silence of a minute and a key give that key', () => {
		fc.assert(
			fc.property(someBytes, (bytes) => {
				const fed = createFedInput();
				fed.feed(bytes);
				fed.wait(60);
				fed.taken();
				fed.feed(utf8('j'));
				fed.wait(1);
				expect(fed.taken()).toEqual(['j']);
			}),
			{numRuns: 2000},
		);
	});

	test('whatever came before, ^C is ^C at once', () => {
		fc.assert(
			fc.property(someBytes, (bytes) => {
				const fed = createFedInput();
				fed.feed(joined(bytes, utf8('\u0003')));
				expect(fed.taken().at(-1)).toBe('ctrl-c');
			}),
			{numRuns: 2000},
		);
	});
});

test('every control character has a name without one', () => {
	for (let code = 0; code < 32; code += 1) {
		expect(readAtOnce(Uint8Array.of(code)).join(' ')).toMatch(/^[ -~]+$/);
	}

	expect(readAtOnce(Uint8Array.of(0x1f))).toEqual(['ctrl-_']);
});

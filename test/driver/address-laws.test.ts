import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseAddress} from '../../source/driver/address.ts';
import {UsageError} from '../../source/driver/usage-error.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {anyText} from '../helpers/any-text.ts';

const path = (text: string): string => parseAddress(text).path;

const letter = fc.constantFrom(
	...[
		'/',
		'.',
		'%',
		'%2',
		'%25',
		'%41',
		'%00',
		'%1B',
		'%FF',
		'+',
		'#',
		'?',
		' ',
		':',
		'@',
		'a',
		'é',
		'ゲ',
		'👍',
		'[',
		'&',
		'=',
		'\u001B',
		'\u202E',
	],
);
const rest = fc.oneof(
	fc.array(letter).map((letters) => letters.join('')),
	anyText(),
);

test('every canonical form is one line without control characters, and gives the same address back', () => {
	const start = fc.constantFrom(
		'qmp:',
		'qmp://',
		'qmp:///',
		'test:',
		'newcomer:',
		'/',
		'qemu://',
		'qemu:///',
		'qemu+ssh://host',
		'xen+ssh://a@',
	);
	fc.assert(
		fc.property(start, rest, (scheme, text) => {
			let address: ReturnType<typeof parseAddress>;
			try {
				address = parseAddress(scheme + text);
			} catch (error) {
				expect(error).toBeInstanceOf(UsageError);
				const {message} = error as UsageError;
				expect(message).toBe(cleanText(message));
				return;
			}

			expect(address.uri).toBe(cleanText(address.uri));
			expect(parseAddress(address.uri)).toEqual(address);
		}),
		{numRuns: 2000},
	);
});

test('every path of a socket can be given, bare or escaped', () => {
	const name = fc
		.string({unit: 'grapheme'})
		.filter((text) => !text.includes('\0') && !/(?:^|\/)\.?(?:\/|$)/.test(text));
	fc.assert(
		fc.property(name, (text) => {
			expect(path(`/run/${text}`)).toBe(`/run/${text}`);
			expect(path(`qmp:///run/${encodeURIComponent(text)}`)).toBe(`/run/${text}`);
		}),
	);
});

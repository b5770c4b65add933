import type {Chance} from './chance.ts';

const plain = ['a', 'vda', 'web1', 'disk0', '/dev/loop0', 'tap3', ' ', '0', '12', '.', '/', 'ü', '–', 'é'];
const odd = [
	...['\0', '\u0007', '\b', '\t', '\n', '\r', '\u001B', '\u001B[2J', '\u001B]0;x\u0007', '\u007F'],
	...['\u0080', '\u0085', '\u009B31m', '\u009D0;x\u009C', '\u00A0', '\u00AD', '\u0E33', '\u0600', '\u061C'],
	...['\u200B', '\u200D', '\u200E', '\u202E', '\u2028', '\u2029', '\u2066', '\u2069', '\uFEFF', '\uFFF9'],
	...[
		'\uD800',
		'\uDC00',
		'\uFFFD',
		'\u0301',
		'\u0301\u0302\u0303\u0304',
		'日本',
		'👩‍👩‍👧',
		'🏳️‍🌈',
		'\u{E0041}',
		'＝',
	],
	...[
		'"',
		"'",
		'\\',
		'`',
		'$(id)',
		';',
		'&',
		'|',
		'<',
		'>',
		'%00',
		'%1b',
		'%',
		'#',
		'?',
		'@',
		':',
		',',
		',,',
	],
	...[
		'=',
		'+',
		'-',
		'*',
		'~',
		'..',
		'../',
		'//',
		'{',
		'}',
		'[',
		']',
		'{domains}',
		'$&',
		'$1',
		'&amp;',
		'<![CDATA[',
	],
	...[
		'__proto__',
		'constructor',
		'toString',
		'hasOwnProperty',
		'valueOf',
		'length',
		'null',
		'true',
		'-1',
		'1e999',
	],
];

/** A text that a guest or a peer could choose, of about so many characters. */
export const oddText = (chance: Chance, size = chance.below(24)): string => {
	const piece = (): string => (chance.happens(0.5) ? chance.pick(plain) : chance.pick(odd));
	if (size > 4096) {
		return chance.pick([...plain, ...odd]).repeat(size);
	}

	let text = '';
	while (text.length < size) {
		text += piece();
	}

	return text;
};

const edges = [
	...[0, 1, 2, 3, 7, 59, 60, 99.95, 0.5, 1e-9, 5e-324, 512, 999.5, 1023, 1024, 4096, 86_400, 1e6],
	...[
		2 ** 15,
		2 ** 16,
		2 ** 31 - 1,
		2 ** 31,
		2 ** 32 - 1,
		2 ** 32,
		2 ** 53 - 1,
		2 ** 53,
		8.64e12,
		8.64e15,
		8.7e15,
	],
	...[2 ** 63 - 1024, 2 ** 63, 2 ** 64, 1e21, 1e308, -0, -1, -0.5, -2, -(2 ** 31), -(2 ** 63), -1e308],
];

/** A number at some border. */
export const oddNumber = (chance: Chance): number =>
	chance.happens(0.7) ? chance.pick(edges) : Math.floor(2 ** (64 * chance.unit()));

/** The same spelled, in JSON and elsewhere; some spellings are no numbers. */
export const oddNumberText = (chance: Chance): string =>
	chance.happens(0.3)
		? chance.pick([
				...['18446744073709551615', '-1', '1e999', '-1e999', '1e-999', '0x10', '00', '1_000', ' 5', '5 ', ''],
				...[
					'4294967295',
					'9'.repeat(30),
					'9'.repeat(400),
					'1.5',
					'.5',
					'+1',
					'-',
					'٣',
					'1,5',
					'NaN',
					'Infinity',
				],
			])
		: String(oddNumber(chance));

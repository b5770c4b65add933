import {describe, expect, test} from 'vitest';
import {parseGuestMemory, parseGuestSize} from '../../../drivers/xenstore/guest-memory.ts';

const rows = [
	['MemTotal', 400_000],
	['MemFree', 100_000],
	['Buffers', 20_000],
	['Cached', 80_000],
	['SwapTotal', 1_000_000],
	['SwapFree', 900_000],
] as const;

const meminfo = (changes: Readonly<Record<string, number | undefined>> = {}, end = '\n'): string =>
	Object.entries({...Object.fromEntries(rows), ...changes})
		.filter(([, size]) => size !== undefined)
		.map(([name, size]) => `${name}:${' '.repeat(8)}${size} kB`)
		.join(end);

describe('what Qubes’ meminfo-writer says', () => {
	test.each([
		['734512', 734_512],
		[' 512\n', 512],
		['1', 1],
		['98304 kB', 98_304],
		['0000000000065536', 65_536],
	])('%j is in use', (text, usedKiB) => {
		expect(parseGuestMemory(text)).toEqual({usedKiB});
	});

	test.each(['\n', '\t', ', ', '\r\n'])('rows of /proc/meminfo, parted by %j', (end) => {
		expect(parseGuestMemory(meminfo({}, end))).toEqual({
			totalKiB: 400_000,
			freeKiB: 100_000,
			usableKiB: undefined,
			cachesKiB: 100_000,
		});
	});

	test('more rows or less, in any order', () => {
		expect(
			parseGuestMemory('MemFree: 5 kB\nHugePages_Total: 0\nMemAvailable: 7 kB\nMemTotal: 9 kB\n'),
		).toEqual({
			totalKiB: 9,
			freeKiB: 5,
			usableKiB: 7,
			cachesKiB: undefined,
		});
		expect(parseGuestMemory(meminfo({SwapTotal: undefined, SwapFree: undefined}))).toMatchObject({
			freeKiB: 100_000,
		});
	});

	test.each([
		'',
		'0',
		'-1',
		'1e9',
		'0x10',
		'12 34',
		'734512 MB',
		'NaN',
		'18446744073709551615',
		'9'.repeat(16),
		'9'.repeat(4000),
		'\u001B[2J',
		'{"used": 5}',
		'MemFree: 5 kB',
		'MemTotal: 5 kB',
		meminfo({MemTotal: 0}),
		meminfo({MemFree: 400_001}),
		meminfo({Cached: 300_000}),
		meminfo({MemAvailable: 400_001}),
		meminfo({SwapFree: 1_000_001}),
		meminfo({SwapTotal: undefined}),
		'MemTotal: x kB\nMemFree: y kB',
		'XMemTotal: 9 kB\nMemFree: 5 kB',
	])('%j makes no sense', (text) => {
		expect(parseGuestMemory(text)).toBeUndefined();
	});
});

test.each([
	['0', 0],
	['65536', 65_536],
	['65536\n', 65_536],
	['65536 kB', 65_536],
	['-5', undefined],
	['65536.5', undefined],
	['65536 MB', undefined],
	['', undefined],
])('%j as one size is %s', (text, size) => {
	expect(parseGuestSize(text)).toBe(size);
});

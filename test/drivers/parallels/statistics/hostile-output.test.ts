import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Block, StatisticsEvent} from '../../../../drivers/parallels/statistics/block.ts';
import {createEventGatherer} from '../../../../drivers/parallels/statistics/event-gatherer.ts';
import {createStatisticsParser} from '../../../../drivers/parallels/statistics/statistics-parser.ts';
import {anyText} from '../../../helpers/any-text.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {plainBlocks} from './captured-statistics.ts';

const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';

const blocksOf = (...chunks: readonly (Uint8Array | string)[]) => {
	const blocks: Block[] = [];
	const parser = createStatisticsParser({onBlock: (block) => blocks.push(block)});
	for (const chunk of chunks) {
		parser.push(chunk, {at: 1, wall: 1});
	}

	parser.pause();
	return plainBlocks(blocks);
};

const countersOf = (...lines: readonly (Uint8Array | string)[]) => {
	const ended = lines.flatMap((line) => [line, '\n']);
	return blocksOf(`{${uuid}}\n`, ...ended)[0]?.counters;
};

describe('a line', () => {
	test.each([
		[
			'a classful counter',
			'\tnet.classful.traffic.ipv4  1                 1002    1500000                  802      90000',
		],
		['a text', '\tguest.fs0.type:\text4'],
		['a text of digits', '\tguest.fs0.mountpoint:\t12'],
		['a text with its own colon and tab', '\tguest.fs0.name:\ta:\t12'],
		['the u64 −1', '\tdevices.ide0.read_total:\t18446744073709551615'],
		['a number beyond 64 bits', '\tdevices.ide0.read_total:\t99999999999999999999'],
		['a number of 400 digits', `\tdevices.ide0.read_total:\t${'9'.repeat(400)}`],
		['a negative number', '\tdevices.ide0.read_total:\t-1'],
		['a fraction', '\tdevices.ide0.read_total:\t1.5'],
		['a power', '\tdevices.ide0.read_total:\t1e3'],
		['a hexadecimal number', '\tdevices.ide0.read_total:\t0x10'],
		['an empty value', '\tdevices.ide0.read_total:\t'],
		['a value with spaces', '\tdevices.ide0.read_total:\t 1'],
		['a value of other digits', '\tdevices.ide0.read_total:\t١٢'],
		['no name', '\t:\t1'],
		['a name with an escape sequence', '\t\u001B[2Jdevices.ide0:\t1'],
		['a name with a control character', '\tdevices\u0007ide0:\t1'],
		['a name with NULs', '\t\0\0:\t1'],
		['a name that turns the text around', '\tdevices\u202Eide0:\t1'],
		['a name of a kilobyte', `\t${'n'.repeat(1000)}:\t1`],
		['no tab', 'devices.ide0.read_total:\t1'],
		['nothing', ''],
		['words', 'WARNING: You are using a deprecated CLI component'],
	])('with %s is skipped', (_what, line) => {
		expect(countersOf(line, '\tguest.cpu.usage:\t5')).toEqual({'guest.cpu.usage': 5});
	});

	test('of invalid UTF-8 is skipped', () => {
		const line = Uint8Array.of(9, 0xc3, 0x28, 0xff, 0xfe, 0x3a, 9, 0x31);
		expect(countersOf(line, '\tguest.cpu.usage:\t5')).toEqual({'guest.cpu.usage': 5});
	});

	test('gives its number as a double, also beyond 2^53', () => {
		expect(
			countersOf(
				'\tguest.vcpu0.time:\t9007199254740993000',
				'\tguest.vcpu1.time:\t0',
				'\tnet.nic4294967295.bytes_in:\t7',
			),
		).toEqual({
			'guest.vcpu0.time': 9_007_199_254_740_993_000,
			'guest.vcpu1.time': 0,
			'net.nic4294967295.bytes_in': 7,
		});
	});

	test('named as a part of every object is a counter like any other', () => {
		const blocks: Block[] = [];
		const parser = createStatisticsParser({onBlock: (block) => blocks.push(block)});
		parser.push(`{${uuid}}\n\t__proto__:\t1\n\tconstructor:\t2\n`, {at: 1, wall: 1});
		parser.pause();
		expect([...(blocks[0]?.counters ?? [])]).toEqual([
			['__proto__', 1],
			['constructor', 2],
		]);
	});
});

describe('a machine', () => {
	test('is known by its uuid in small letters', () => {
		expect(blocksOf('{AAAAAAAA-0000-4000-8000-00000000000F}\n')).toEqual([
			{uuid: 'aaaaaaaa-0000-4000-8000-00000000000f', counters: {}},
		]);
	});

	test.each([
		'{}',
		'{web1}',
		`{${uuid}} `,
		`{${uuid}`,
		`{${uuid}}\u001B[31m`,
		`{${'a'.repeat(36)}}`,
		`{${'x'.repeat(1_000_000)}`,
	])('that is not known takes no other’s place, and its counters are nobody’s', (header) => {
		expect(blocksOf(`{${uuid}}\n\ta:\t1\n`, `${header}\n`, '\ta:\t2\n\tb:\t3\n')).toEqual([
			{uuid, counters: {a: 1}},
		]);
	});

	test('without a header has no block', () => {
		expect(blocksOf('\tguest.cpu.usage:\t5\n')).toEqual([]);
	});
});

describe('no end', () => {
	test('of a line: what follows it is read', () => {
		const long = `\tguest.fs0.name:\t${'x'.repeat(3_000_000)}`;
		expect(countersOf('\ta:\t1', long, '\tb:\t2')).toEqual({a: 1, b: 2});
		expect(countersOf('\ta:\t1', `\tb:\t${'1'.repeat(3_000_000)}`)).toEqual({a: 1});
	});

	test('of a line that never ends: it costs no memory', () => {
		const parser = createStatisticsParser({onBlock: () => {}});
		const chunk = Buffer.alloc(65_536, 'x');
		parser.push(`{${uuid}}\n`, {at: 1, wall: 1});
		const before = process.memoryUsage().heapUsed + process.memoryUsage().external;
		for (let index = 0; index < 3000; index += 1) {
			parser.push(chunk, {at: 1, wall: 1});
		}

		const after = process.memoryUsage().heapUsed + process.memoryUsage().external;
		expect(after - before).toBeLessThan(100_000_000);
	});

	test('of counters: the first are kept, and go on', () => {
		const many = Array.from({length: 20_000}, (_, index) => `\tname${index}:\t${index}\n`).join('');
		const counters = blocksOf(`{${uuid}}\n`, many, '\tname0:\t77\n')[0]?.counters ?? {};
		expect(Object.keys(counters)).toHaveLength(4096);
		expect(counters.name0).toBe(77);
	});

	test('of machines, or of one machine again and again: events stay small and all are told', async () => {
		const clock = createFakeClock();
		const sizes: number[] = [];
		const gatherer = createEventGatherer(clock, ({blocks}: StatisticsEvent) => sizes.push(blocks.length));
		const header = (index: number) =>
			`{${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000001}\n`;
		for (let start = 0; start < 1_000_000; start += 10_000) {
			gatherer.push(Array.from({length: 10_000}, (_, index) => header(start + index)).join(''));
		}

		await clock.advance(1);
		expect(Math.max(...sizes)).toBe(4096);
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000_000);
		sizes.length = 0;
		gatherer.push(`{${uuid}}\n`.repeat(100_000));
		await clock.advance(1);
		expect(sizes).toHaveLength(100_000);
		gatherer.close();
	});

	test('of counters over all machines: the event is told before it grows', async () => {
		const clock = createFakeClock();
		const sizes: number[] = [];
		const gatherer = createEventGatherer(clock, ({blocks}) =>
			sizes.push(blocks.reduce((sum, {counters}) => sum + counters.size, 0)),
		);
		const many = Array.from({length: 4096}, (_, index) => `\tn${index}:\t1\n`).join('');
		for (let index = 0; index < 100; index += 1) {
			gatherer.push(`{${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000001}\n${many}`);
		}

		await clock.advance(1);
		expect(sizes).toEqual([262_144, 36 * 4096]);
		gatherer.close();
	});
});

test('any text before a block neither throws nor changes it', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(anyText(40), fc.uint8Array({maxLength: 40})), {maxLength: 8}), (chunks) => {
			const good = `\n{${uuid}}\n\tguest.cpu.usage:\t5\n`;
			expect(blocksOf(...chunks, good).at(-1)).toEqual({uuid, counters: {'guest.cpu.usage': 5}});
		}),
	);
});

test('any lines within a block leave only names and numbers that can be shown', () => {
	const part = fc.oneof(
		anyText(),
		fc.constantFrom('\t', ':\t', '{', '\n', 'devices.', '12', '18446744073709551615'),
	);
	fc.assert(
		fc.property(fc.array(part, {maxLength: 30}), (parts) => {
			for (const block of blocksOf(`{${uuid}}\n`, ...parts, '\n')) {
				for (const [name, value] of Object.entries(block.counters)) {
					expect(name).toMatch(/^[\w.-]{1,128}$/);
					expect(value).toBeGreaterThanOrEqual(0);
					expect(value).toBeLessThan(2 ** 63);
				}
			}
		}),
	);
});

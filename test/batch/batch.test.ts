import {setImmediate as turn} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {type BatchFormat, runBatch} from '../../source/batch/batch.ts';
import type {Options} from '../../source/options/options.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {batchLines, textOf} from '../helpers/batch-lines.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';
import {someOptions} from '../helpers/some-options.ts';
import {xenSample} from '../helpers/xen-usage.ts';

/** The refresh at that second. */
const refresh = (at: number): Usage =>
	usageAfter(
		[
			[
				aReading(
					aSample([aDomain('web', {at, id: at}), aDomain('db', {at, disks: [aDisk('vda')]})], {host: {at}}),
				),
			],
		],
		[at],
	);

/** A program that writes, and a reader that takes a text whenever it likes. */
const start = (format: BatchFormat, changes: Partial<Options> = {}) => {
	const sampler = createFakeSampler();
	const written: string[] = [];
	const waiting: (() => void)[] = [];
	let held = false;
	const done = runBatch(format, sampler, someOptions(changes), (bytes) => {
		const text = textOf(bytes);
		if (text !== '') {
			written.push(text);
		}

		return held && text !== '' ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
	});
	return {
		sampler,
		written,
		done,
		hold() {
			held = true;
		},
		async take() {
			held = false;
			for (const resolve of waiting.splice(0)) {
				resolve();
			}

			await turn();
		},
		async publish(at: number) {
			sampler.publish(refresh(at));
			await turn();
		},
	};
};

/** What each text is about: the second of its refresh. */
const seconds = (written: readonly string[]): readonly number[] =>
	written.map((text) => JSON.parse(text).domains.find(({name}: {name: string}) => name === 'web').id);

describe('runBatch', () => {
	test('writes every refresh but the first, which has no rates', async () => {
		const {publish, written, sampler, done} = start('json');
		await publish(100);
		expect(written).toEqual([]);
		await publish(102);
		await publish(104);
		sampler.end();
		await done;
		expect(seconds(written)).toEqual([102, 104]);
		expect(written.every((text) => /^[^\n]+\n$/.test(text))).toBe(true);
	});

	test('asks for one refresh more than it is to write', () => {
		expect(start('json', {iterations: 3}).sampler.asked()).toEqual([4]);
		expect(start('json').sampler.asked()).toEqual([undefined]);
	});

	test('CSV has its header once, at once', async () => {
		const {publish, written, sampler, done} = start('csv', {columns: ['name', 'id']});
		await turn();
		expect(written).toEqual(['time,name,id\n']);
		await publish(100);
		await publish(102);
		await publish(104);
		sampler.end();
		await done;
		expect(written.slice(1)).toEqual([
			'2026-11-20T12:00:02.000Z,db,\n2026-11-20T12:00:02.000Z,web,102\n',
			'2026-11-20T12:00:04.000Z,db,\n2026-11-20T12:00:04.000Z,web,104\n',
		]);
	});

	test('text has an empty line between refreshes', async () => {
		const {publish, written, sampler, done} = start('text', {columns: ['name']});
		await publish(100);
		await publish(102);
		sampler.end();
		await done;
		expect(written).toEqual([
			expect.stringMatching(/^2026-11-20T12:00:02.000Z alpha: 2 domains.*\nNAME\ndb\nweb\n\n$/),
		]);
	});

	test('a slow reader misses refreshes: only the newest is kept for it', async () => {
		const {publish, written, sampler, done, hold, take} = start('json');
		await publish(100);
		hold();
		await publish(102);
		await publish(104);
		await publish(106);
		expect(seconds(written)).toEqual([102]);
		await take();
		await turn();
		expect(seconds(written)).toEqual([102, 106]);
		hold();
		await publish(108);
		expect(seconds(written)).toEqual([102, 106, 108]);
		sampler.end();
		let over = false;
		void done.then(() => {
			over = true;
		});
		await turn();
		expect(over).toBe(false);
		await take();
		await done;
	});

	test('bytes stay as they are until the reader took them', async () => {
		const sampler = createFakeSampler();
		const written: Uint8Array[] = [];
		const waiting: (() => void)[] = [];
		const done = runBatch('json', sampler, someOptions(), (bytes) => {
			written.push(bytes);
			return new Promise((resolve) => waiting.push(resolve));
		});
		const take = async () => {
			waiting.shift()?.();
			await turn();
		};
		await turn();
		// CSV alone has a header.
		expect(written.map(({length}) => length)).toEqual([0]);
		await take();
		sampler.publish(refresh(100));
		sampler.publish(refresh(102));
		await turn();
		const text = textOf(written[1] ?? new Uint8Array());
		expect(seconds([text])).toEqual([102]);
		sampler.publish(refresh(104));
		await turn();
		expect(textOf(written[1] ?? new Uint8Array())).toBe(text);
		await take();
		expect(seconds([textOf(written[2] ?? new Uint8Array())])).toEqual([104]);
		sampler.end();
		await take();
		await done;
	});

	test('what cannot be written ends the sampling and is thrown', async () => {
		const sampler = createFakeSampler();
		const done = runBatch('json', sampler, someOptions(), async (bytes) => {
			if (bytes.length > 0) {
				throw new Error('ENOSPC');
			}
		});
		const failed = expect(done).rejects.toThrow('ENOSPC');
		await turn();
		sampler.publish(refresh(100));
		sampler.publish(refresh(102));
		await failed;
		expect(sampler.closed()).toBe(true);
	});

	test('so does a header that cannot be written, and a refresh that cannot be put into words', async () => {
		const full = createFakeSampler();
		await expect(
			runBatch('csv', full, someOptions(), () => Promise.reject(new Error('EIO'))),
		).rejects.toThrow('EIO');
		expect(full.closed()).toBe(true);

		const broken = createFakeSampler();
		const done = runBatch('json', broken, someOptions(), async () => {});
		const failed = expect(done).rejects.toThrow(RangeError);
		broken.publish(refresh(100));
		await turn();
		broken.publish({...refresh(102), time: Number.NaN});
		await failed;
		expect(broken.closed()).toBe(true);
	});

	test('nothing is written after the end', async () => {
		const {publish, written, sampler, done} = start('json');
		await publish(100);
		await publish(102);
		sampler.end();
		await done;
		await publish(104);
		expect(seconds(written)).toEqual([102]);
	});
});

describe('batchLines', () => {
	test('JSON has the domains in the order asked for, and only those', () => {
		const names = (changes: Partial<Options>): unknown =>
			JSON.parse(batchLines('json', refresh(100), someOptions(changes))[0] ?? '').domains.map(
				({name}: {name: string}) => name,
			);
		expect(names({sort: 'name'})).toEqual(['db', 'web']);
		expect(names({sort: 'name', reverse: true})).toEqual(['web', 'db']);
		expect(names({filter: 'DB'})).toEqual(['db']);
		expect(names({page: 'disks', sort: 'disk'})).toEqual(['db', 'web']);
	});

	test('the page chooses the rows of text and CSV', () => {
		const options = someOptions({page: 'disks'});
		expect(batchLines('csv', refresh(100), options).length).toBe(1);
		expect(batchLines('text', refresh(100), options).length).toBe(4);
	});
});

describe('of a Xen host every format', () => {
	const xen = usageAfter(
		[100, 102].map((at) => [aReading(xenSample(at, at - 100), {uri: 'xl:', driver: 'xen'})]),
	);
	const lines = (format: BatchFormat, changes: Partial<Options> = {}): readonly string[] =>
		batchLines(format, xen, someOptions(changes));

	test('begins with Domain-0, whatever the order, unless it is filtered out', () => {
		for (const reverse of [false, true]) {
			const options = {sort: 'name', reverse};
			const [json = ''] = lines('json', options);
			expect(JSON.parse(json).domains.map(({name}: {name: string}) => name)).toEqual(['Domain-0', 'd1']);
			expect(lines('csv', options).map((line) => line.split(',')[1])).toEqual(['Domain-0', 'd1']);
			expect(
				lines('text', options)
					.slice(2, 4)
					.map((line) => line.split(' ')[0]),
			).toEqual(['Domain-0', 'd1']);
		}

		expect(lines('csv', {filter: 'd1'}).map((line) => line.split(',')[1])).toEqual(['d1']);
	});

	test('counts a guest that is idle among those that run', () => {
		expect(lines('text')[0]).toMatch(/: 2 domains, 2 running; .* given 1\.7G, free 1\.3G$/);
	});

	test('has the mark in text, and names as they are elsewhere', () => {
		const text = lines('text', {page: 'disks', columns: ['disk', 'wr']}).slice(2, -1);
		expect(text).toEqual([
			'xvdb*               16M',
			'xvdc*              160K',
			'sda                 20K',
			'xvdq                  0',
			'hdb                   –',
			'xvda                  –',
		]);
		expect(lines('text', {columns: ['name', 'busiest']}).at(-2)).toBe('d1                           xvdb*');
		const csv = lines('csv', {
			page: 'disks',
			columns: ['disk', 'sector', 'physical', 'wrsectors', 'wrbytes'],
		});
		expect(csv[0]?.split(',').slice(1)).toEqual([
			'xvdb',
			'4096',
			'4096',
			String(8272 + 8192),
			String((8272 + 8192) * 4096),
		]);
		expect(csv.join('')).not.toContain('*');
		const [json = ''] = lines('json');
		expect(json).not.toContain('*');
		expect(JSON.parse(json).domains[1].disks[3]).toMatchObject({
			name: 'xvdb',
			sectorBytes: 4096,
			physicalSectorBytes: 4096,
			writeSectors: 8272 + 8192,
			writeBytesPerSecond: 16 * 2 ** 20,
			waitedRequests: 0,
		});
	});
});

test.each(['text', 'json'] as const)('%s: nothing is written before anything was read', async (format) => {
	const {sampler, written, done, publish} = start(format);
	const silent = aReading({...aSample([]), unanswered: 'It has not answered for 3 s.'});
	for (const at of [100, 101]) {
		sampler.publish(usageAfter([[silent]], [at]));
		await turn();
	}

	expect(written).toEqual([]);
	await publish(102);
	expect(written).toHaveLength(1);
	sampler.end();
	await done;
});

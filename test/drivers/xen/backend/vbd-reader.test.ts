import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {Worker} from 'node:worker_threads';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createVbdReader, unreadableReasons, vbdOrigins} from '../../../../drivers/xen/backend/vbd-reader.ts';
import {systemClock} from '../../../../source/async/clock.ts';
import {type CapturedTree, createCapturedTree, listedTrees} from '../captured-tree.ts';

const [running = {}] = listedTrees('backend/sysfs-tree-after.txt');
const [preserved = {}] = listedTrees('backend/after-poweroff-preserved.txt');
const [beforeDetach = {}, afterAttach = {}] = listedTrees('backend/detach-attach.txt');

const statistic = (file: string, devid = 51728): string =>
	`/sys/bus/xen-backend/devices/vbd-1-${devid}/statistics/${file}`;

const world = () => {
	const tree = createCapturedTree(running);
	return {tree, reader: createVbdReader(tree.root, systemClock)};
};

const writeAll = ({write}: CapturedTree, values: Readonly<Record<string, number | string>>): void => {
	for (const [file, value] of Object.entries(values)) {
		write(statistic(file), `${value}\n`);
	}
};

const files = ['rd_req', 'wr_req', 'f_req', 'ds_req', 'oo_req', 'rd_sect', 'wr_sect'];

test('all seven counters of a captured VBD', () => {
	const {reader} = world();
	expect(reader.read(1, 51728)).toEqual({
		readRequests: 35,
		writeRequests: 74,
		flushRequests: 1,
		discardRequests: 1,
		waitedRequests: 0,
		readSectors: 4120,
		writeSectors: 8272,
		counterBits: undefined,
		incarnation: expect.any(String),
	});
	expect(vbdOrigins.readSectors).toBe('rd_sect of /sys/bus/xen-backend/devices/<vbd>/statistics');
});

test('an extended devid', () => {
	expect(world().reader.read(1, 268439552)).toMatchObject({readRequests: 3, readSectors: 24});
});

test('one that is not there, or gone, is none', () => {
	const {tree, reader} = world();
	expect(reader.read(1, 4711)).toBeUndefined();
	expect(reader.read(2, 51728)).toBeUndefined();
	expect(reader.read(1, 51728)).toBeDefined();
	tree.detach('vbd-1-51728');
	expect(reader.read(1, 51728)).toBeUndefined();
});

test('a link to a device that is gone is no VBD with counters', () => {
	const {tree, reader} = world();
	tree.remove('/sys/devices/vbd-1-51728');
	expect(reader.read(1, 51728)).toMatchObject({reason: 'the kernel keeps no counters of it'});
});

/** Takes the device away and puts another one in its place, once for each link that is ready. */
const replacing = `
	const {workerData: {flag, folder, link}} = require('node:worker_threads');
	const {renameSync} = require('node:fs');
	for (let index = 0; index < 500; index += 1) {
		renameSync(link, folder + '/gone-' + index);
		Atomics.wait(flag, 0, 0, 0.2);
		renameSync(folder + '/ready-' + index, link);
		Atomics.wait(flag, 0, 0, 0.2);
	}
	Atomics.store(flag, 0, 1);
`;

test('one that vanishes while it is read is none, never a part of one', async () => {
	const {tree, reader} = world();
	const link = join(tree.root, '/sys/bus/xen-backend/devices/vbd-1-51728');
	for (let index = 0; index < 500; index += 1) {
		symlinkSync(join(tree.root, 'sys/devices/vbd-1-51728'), join(tree.root, `ready-${index}`));
	}

	const flag = new Int32Array(new SharedArrayBuffer(4));
	const worker = new Worker(replacing, {eval: true, workerData: {flag, folder: tree.root, link}});
	onTestFinished(async () => {
		await worker.terminate();
	});
	const seen = new Set<number | undefined>();
	while (Atomics.load(flag, 0) === 0) {
		const vbd = reader.read(1, 51728);
		seen.add(vbd && Object.values(vbd).filter((value) => typeof value === 'number').length);
	}

	expect([...seen].filter((count) => count !== undefined)).toEqual([7]);
});

describe('what is no count', () => {
	test.each([
		['18446744073709551615', 'u64 −1'],
		['9223372036854775808', '2^63'],
		['-9223372036854775808', 'less than an int'],
		['-2147483649', 'just less than an int'],
		['', 'empty'],
		['\n', 'a line end'],
		['-', 'a sign'],
		['12x', 'a letter'],
		['1 2', 'two numbers'],
		['0x10', 'hexadecimal'],
		['1e3', 'an exponent'],
		['1\n2', 'two lines'],
		['NaN', 'a word'],
		['\u001B[2J7', 'an escape sequence'],
		['1'.repeat(100_000), 'endless'],
		['0'.repeat(32), 'as long as the buffer'],
	])('%j, %s, is absent and the others are not', (text) => {
		const {tree, reader} = world();
		tree.write(statistic('rd_sect'), text);
		const vbd = reader.read(1, 51728);
		expect(vbd).not.toHaveProperty('readSectors');
		expect(vbd).not.toHaveProperty('reason');
		expect(vbd).toMatchObject({readRequests: 35, writeSectors: 8272, counterBits: undefined});
	});

	test.each(['f_req', 'ds_req', 'oo_req', 'wr_sect'])('a kernel without %s', (file) => {
		const {tree, reader} = world();
		tree.remove(statistic(file));
		expect(
			Object.values(reader.read(1, 51728) ?? {}).filter((value) => typeof value === 'number'),
		).toHaveLength(6);
	});

	test('a folder in place of a file', () => {
		const {tree, reader} = world();
		tree.remove(statistic('wr_sect'));
		mkdirSync(join(tree.root, statistic('wr_sect')));
		expect(reader.read(1, 51728)).not.toHaveProperty('writeSectors');
		expect(reader.read(1, 51728)).toMatchObject({readSectors: 4120});
	});

	test('no counter at all is a reason', () => {
		const {tree, reader} = world();
		for (const file of files) {
			tree.write(statistic(file), 'many\n');
		}

		expect(reader.read(1, 51728)).toEqual({
			incarnation: expect.any(String),
			reason: 'its counters are no numbers',
		});
		tree.remove('/sys/devices/vbd-1-51728/statistics');
		expect(reader.read(1, 51728)).toEqual({
			incarnation: expect.any(String),
			reason: 'the kernel keeps no counters of it',
		});
	});
});

describe('counters of 32 bits', () => {
	test('a negative one is 2^32 short, and from then on they wrap', () => {
		const {tree, reader} = world();
		tree.write(statistic('wr_sect'), '2147483647\n');
		expect(reader.read(1, 51728)).toMatchObject({writeSectors: 2147483647, counterBits: undefined});
		tree.write(statistic('wr_sect'), '-2147483648\n');
		const negative = reader.read(1, 51728);
		expect(negative).toMatchObject({writeSectors: 2147483648, counterBits: 32});
		tree.write(statistic('wr_sect'), '-1\n');
		expect(reader.read(1, 51728)).toMatchObject({writeSectors: 4294967295, counterBits: 32});
		tree.write(statistic('wr_sect'), '5\n');
		expect(reader.read(1, 51728)).toMatchObject({
			writeSectors: 5,
			counterBits: 32,
			incarnation: negative?.incarnation,
		});
	});

	test('a counter that fell further than a wrap, or beside another that fell, was reset', () => {
		const {tree, reader} = world();
		writeAll(tree, {wr_sect: -5, rd_req: 100});
		const before = reader.read(1, 51728);
		writeAll(tree, {wr_sect: 24, rd_req: 3});
		const after = reader.read(1, 51728);
		expect(after).toMatchObject({writeSectors: 24, readRequests: 3, counterBits: 32});
		expect(after?.incarnation).not.toBe(before?.incarnation);
		expect(reader.read(1, 51728)?.incarnation).toBe(after?.incarnation);
	});
});

describe('incarnations', () => {
	test('the captured detach and attach gives another one, though some counters stay', () => {
		const tree = createCapturedTree(beforeDetach);
		const reader = createVbdReader(tree.root, systemClock);
		const before = reader.read(1, 51728);
		expect(reader.read(1, 51728)).toEqual(before);
		tree.detach('vbd-1-51728');
		tree.put(afterAttach);
		const after = reader.read(1, 51728);
		expect(after).toMatchObject({readRequests: 3, readSectors: 24, writeRequests: 0});
		expect(after?.incarnation).not.toBe(before?.incarnation);
		expect(reader.read(1, 51728)).toEqual(after);
	});

	test('so does one after which every counter is higher', () => {
		const tree = createCapturedTree(afterAttach);
		const reader = createVbdReader(tree.root, systemClock);
		const before = reader.read(1, 51728);
		tree.detach('vbd-1-51728');
		tree.put(beforeDetach);
		expect(reader.read(1, 51728)?.incarnation).not.toBe(before?.incarnation);
	});

	test.each(files)('a frontend that connected again: %s fell', (file) => {
		const {tree, reader} = world();
		writeAll(tree, Object.fromEntries(files.map((name) => [name, 100])));
		const before = reader.read(1, 51728);
		writeAll(tree, {...Object.fromEntries(files.map((name) => [name, 200])), [file]: 99});
		const after = reader.read(1, 51728);
		expect(after?.incarnation).not.toBe(before?.incarnation);
		writeAll(tree, Object.fromEntries(files.map((name) => [name, 300])));
		expect(reader.read(1, 51728)?.incarnation).toBe(after?.incarnation);
	});

	test('a counter that could not be read for a while and is lower then was reset too', () => {
		const {tree, reader} = world();
		const before = reader.read(1, 51728);
		tree.write(statistic('wr_sect'), 'x\n');
		expect(reader.read(1, 51728)?.incarnation).toBe(before?.incarnation);
		tree.write(statistic('wr_sect'), '8271\n');
		expect(reader.read(1, 51728)?.incarnation).not.toBe(before?.incarnation);
	});

	test('what is not kept is forgotten, and what is kept is not', () => {
		const {tree, reader} = world();
		reader.read(1, 51728);
		tree.write(statistic('wr_sect'), '1\n');
		const fallen = reader.read(1, 51728);
		reader.keep(new Map([[1, {vbds: [51728], vifs: []}]]));
		expect(reader.read(1, 51728)?.incarnation).toBe(fallen?.incarnation);
		reader.keep(new Map([[1, {vbds: [], vifs: [51728]}]]));
		expect(reader.read(1, 51728)?.incarnation).not.toBe(fallen?.incarnation);
	});
});

describe('zeros that are no counts', () => {
	test('of the captured domain that ended and was preserved', () => {
		const tree = createCapturedTree(running);
		const reader = createVbdReader(tree.root, systemClock);
		const before = reader.read(1, 51728);
		tree.put(preserved);
		const after = reader.read(1, 51728);
		expect(after).toEqual({
			incarnation: expect.any(String),
			reason: 'its backend is Closed: nothing counts',
		});
		expect(after?.incarnation).not.toBe(before?.incarnation);
		expect(reader.read(1, 832)).toMatchObject({reason: 'its backend is Closing: nothing counts'});
		tree.put(running);
		expect(reader.read(1, 51728)).toMatchObject({writeSectors: 8272});
	});

	test.each(['InitWait', 'Initialising', 'Closing'])(
		'before the counters are made, and after they are taken away, it is %s, which is no trouble',
		(state) => {
			const {tree, reader} = world();
			tree.remove('/sys/devices/vbd-1-51728/statistics');
			tree.write('/sys/bus/xen-backend/devices/vbd-1-51728/state', `${state}\n`);
			const {reason} = reader.read(1, 51728) ?? {};
			expect(reason).toBe(`its backend is ${state}: nothing counts`);
			expect(unreadableReasons).not.toContain(reason);
		},
	);

	test('while it is closing what was counted stays', () => {
		const {tree, reader} = world();
		tree.write('/sys/bus/xen-backend/devices/vbd-1-51728/state', 'Closing\n');
		expect(reader.read(1, 51728)).toMatchObject({writeSectors: 8272, waitedRequests: 0});
	});

	test('of a connected disk they are counts', () => {
		const {tree, reader} = world();
		writeAll(tree, Object.fromEntries(files.map((name) => [name, 0])));
		expect(reader.read(1, 51728)).toMatchObject({readSectors: 0, writeSectors: 0, waitedRequests: 0});
	});

	test.each(['', 'Clo sed', '\u001B[2JClosed', 'x'.repeat(5000)])(
		'a state that the kernel would not write, %j, says nothing',
		(state) => {
			const {tree, reader} = world();
			tree.put(preserved);
			tree.write('/sys/bus/xen-backend/devices/vbd-1-51728/state', state);
			expect(reader.read(1, 51728)).toMatchObject({readSectors: 0});
			expect(reader.read(1, 51728)).not.toHaveProperty('reason');
		},
	);
});

import {describe, expect, test} from 'vitest';
import type {StoreDisk} from '../../../../drivers/xenstore/store-domain.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {startUnixServer} from '../../qemu/unix-server.ts';
import {
	createQdiskWorld,
	type RecordedEntry,
	recordedEntries,
	socketPath,
	storedQdisk,
} from './qdisk-world.ts';

const second: StoreDisk = {...storedQdisk(), devid: 51840, name: 'xvdi', source: 'aio:/tmp/r.img'};

/** What query-blockstats returned, changed. */
const entriesTo =
	(change: (entries: readonly RecordedEntry[]) => readonly unknown[]) =>
	(reply: {readonly return?: unknown}) => ({
		...reply,
		return: change(reply.return as readonly RecordedEntry[]),
	});

/** An entry as QEMU has it of an emulated disk. */
const emulated = (entry: RecordedEntry | undefined) => ({
	...entry,
	device: 'ide0-hd0',
	qdev: 'q',
	'node-name': '#block1',
});

const imagesTo = (images: readonly (readonly [device: string, qdev: string, file: string])[]) => () => ({
	return: images.map(([device, qdev, file]) => ({device, qdev, inserted: {file}})),
});

test('the recorded counters of a QDisk, and when they were true', async () => {
	const {start, ask, clock} = createQdiskWorld();
	const qemu = await start('after');
	const before = clock.monotonic();
	const {disks, report} = await ask();
	const at = disks.get(51824)?.at ?? 0;
	const [{stats} = {stats: {}}] = recordedEntries('after');
	expect(disks).toEqual(
		new Map([
			[
				51824,
				{
					readBytes: stats.rd_bytes,
					writeBytes: stats.wr_bytes,
					readRequests: stats.rd_operations,
					writeRequests: stats.wr_operations,
					flushRequests: stats.flush_operations,
					discardRequests: stats.unmap_operations,
					readTimeSeconds: (stats.rd_total_time_ns ?? 0) / 1e9,
					writeTimeSeconds: (stats.wr_total_time_ns ?? 0) / 1e9,
					flushTimeSeconds: (stats.flush_total_time_ns ?? 0) / 1e9,
					errors: 0,
					incarnation: expect.any(String),
					at: expect.any(Number),
				},
			],
		]),
	);
	expect(stats.wr_bytes).toBe(4194304);
	expect(at).toBeGreaterThan(before);
	expect(clock.monotonic()).toBeGreaterThan(at);
	expect(report).toBeUndefined();
	expect(qemu.asked).toEqual(['qmp_capabilities', 'query-blockstats']);
	await eventually(qemu.clients).toBe(0);
});

describe('which entry is which disk', () => {
	test('by the name of its node, though it was configured as a number, or both are not in order', async () => {
		const {start, ask} = createQdiskWorld();
		const qemu = await start('two');
		const {disks} = await ask([second, {...storedQdisk(), name: undefined, source: undefined}]);
		expect([...disks]).toMatchObject([
			[51840, {readBytes: 12288}],
			[51824, {writeBytes: 4194304}],
		]);
		qemu.change(
			'query-blockstats',
			entriesTo(([entry]) => [{...entry, 'node-name': '51824-qcow2'}]),
		);
		expect((await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
	});

	test('one that QEMU does not list has a reason', async () => {
		const {start, ask} = createQdiskWorld();
		await start('after');
		expect((await ask([storedQdisk(), second])).disks.get(51840)).toEqual({reason: 'QEMU does not list it'});
	});

	test.each(['aio:/tmp/q.img', '/tmp/q.img', 'qcow2:/tmp/q.img'])('by its image, of %s', async (source) => {
		const {start, ask} = createQdiskWorld();
		const qemu = await start('after');
		qemu.change(
			'query-blockstats',
			entriesTo(([entry]) => [{...entry, 'node-name': '#block123'}]),
		);
		const disk = {...storedQdisk(), source};
		expect((await ask([disk])).disks.get(51824)).toMatchObject({writeBytes: 4194304});
		expect((await ask([disk])).disks.get(51824)).toMatchObject({writeBytes: 4194304});
		expect(qemu.asked.filter((command) => command === 'query-block')).toHaveLength(1);
		qemu.change(
			'query-blockstats',
			entriesTo(([entry]) => [{...entry, 'node-name': '#block124'}]),
		);
		await ask([disk]);
		expect(qemu.asked.filter((command) => command === 'query-block')).toHaveLength(2);
	});

	test('the emulated and the PV disk of one image add up, and are others when one of them comes or goes', async () => {
		const {start, ask} = createQdiskWorld();
		const qemu = await start('after');
		const [entry] = recordedEntries('after');
		const alone = (await ask()).disks.get(51824);
		qemu.change(
			'query-blockstats',
			entriesTo((entries) => [...entries, emulated(entry)]),
		);
		qemu.change(
			'query-block',
			imagesTo([
				['', '/machine/unattached/device[2]', '/tmp/q.img'],
				['ide0-hd0', 'q', '/tmp/q.img'],
			]),
		);
		const both = (await ask()).disks.get(51824);
		expect(both).toMatchObject({writeBytes: 2 * 4194304, readRequests: 2 * 67, errors: 0});
		expect(both?.incarnation).not.toBe(alone?.incarnation);
		qemu.change('query-blockstats', (reply) => reply);
		const again = (await ask()).disks.get(51824);
		expect(again).toMatchObject({writeBytes: 4194304});
		expect(again?.incarnation).not.toBe(both?.incarnation);
		expect(again?.incarnation).not.toBe(alone?.incarnation);
		expect((await ask()).disks.get(51824)).toEqual({...again, at: expect.any(Number)});
	});

	test('an image that two disks have is identified only by the node', async () => {
		const {start, ask} = createQdiskWorld();
		const qemu = await start('after');
		const [entry] = recordedEntries('after');
		qemu.change(
			'query-blockstats',
			entriesTo((entries) => [...entries, emulated(entry)]),
		);
		qemu.change('query-block', imagesTo([['ide0-hd0', 'q', '/tmp/q.img']]));
		const {disks} = await ask([storedQdisk(), {...second, source: 'aio:/tmp/q.img'}]);
		expect(disks.get(51824)).toMatchObject({writeBytes: 4194304});
		expect(disks.get(51840)).toEqual({
			reason: 'QEMU does not distinguish it from another disk of the same image',
		});
	});

	test('a drive without a medium, and QEMU refusing to name images, change nothing', async () => {
		const {start, ask} = createQdiskWorld();
		const qemu = await start('after');
		qemu.change(
			'query-blockstats',
			entriesTo((entries) => [{device: 'ide1-cd0', stats: {}}, ...entries, emulated(entries[0])]),
		);
		qemu.change('query-block', () => ({error: {class: 'CommandNotFound', desc: 'no'}}));
		expect((await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
	});
});

test('a counter that fell is another incarnation, one that is −1 is unknown', async () => {
	const {start, ask} = createQdiskWorld();
	const qemu = await start('after');
	const before = (await ask()).disks.get(51824);
	qemu.change(
		'query-blockstats',
		entriesTo(([entry]) => [{...entry, stats: {...entry?.stats, rd_bytes: 1, wr_bytes: 2 ** 64}}]),
	);
	const after = (await ask()).disks.get(51824);
	expect(after).toMatchObject({readBytes: 1});
	expect(after).not.toHaveProperty('writeBytes');
	expect(after?.incarnation).not.toBe(before?.incarnation);
});

test('disks that QEMU here does not serve have reasons, and nobody is asked', async () => {
	const {start, ask} = createQdiskWorld();
	const qemu = await start('after');
	const disk = (devid: number, backend: string, backendDomain = 0): StoreDisk => ({
		devid,
		backend,
		backendDomain,
	});
	const {disks, report} = await ask([
		disk(1, 'tap'),
		disk(2, 'vbd3'),
		disk(3, 'qdisk', 7),
		disk(4, 'vbd', 7),
		disk(6, '\u001B[2J9p'),
	]);
	expect([...disks]).toEqual([
		[1, {reason: 'tapdisk serves it (tap): its counters are not in sysfs'}],
		[2, {reason: 'tapdisk serves it (vbd3): its counters are not in sysfs'}],
		[3, {reason: 'domain 7, a driver domain, serves it: its counters are there'}],
		[4, {reason: 'domain 7, a driver domain, serves it: its counters are there'}],
		[6, {reason: 'its backend \uFFFD[2J9p has no counters that are known'}],
	]);
	expect(report).toBeUndefined();
	expect(qemu.served()).toBe(0);
	const mixed = await ask([disk(1, 'tap'), storedQdisk()]);
	expect([...mixed.disks.keys()]).toEqual([1, 51824]);
	expect(mixed.disks.get(51824)).toMatchObject({writeBytes: 4194304});
});

test('a VBD that QEMU does not emulate has a reason only where the kernel does not list it', async () => {
	const {start, ask, asker} = createQdiskWorld();
	const vbds = [5, 6].map((devid): StoreDisk => ({devid, backend: 'vbd', backendDomain: 0}));
	const signal = new AbortController().signal;
	const told = [[5, {reason: 'the kernel does not list it'}]];
	expect([...(await asker.ask(1, vbds, signal, new Set([6]))).disks]).toEqual(told);
	const qemu = await start('after');
	expect([...(await asker.ask(1, vbds, signal, new Set([6]))).disks]).toEqual(told);
	expect(qemu.served()).toBe(1);
	expect((await ask([...vbds, storedQdisk()])).disks.get(51824)).toMatchObject({writeBytes: 4194304});
});

test('libxl’s own socket is left alone; /var/run is looked at where /run has none', async () => {
	const {root, start, ask} = createQdiskWorld();
	const own = await startUnixServer(`${root}/run/xen/qmp-libxl-1`, () => {});
	await start('after', '/var/run/xen/qmp-libxenstat-1');
	expect((await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
	expect(own.served()).toBe(0);
	expect(socketPath(1)).toBe('/run/xen/qmp-libxenstat-1');
});

import {mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createHeldCounters} from '../../../../drivers/xen/backend/held-counters.ts';
import {createCountReader} from '../../../../drivers/xen/backend/read-count.ts';
import {createVbdReader} from '../../../../drivers/xen/backend/vbd-reader.ts';
import {systemClock} from '../../../../source/async/clock.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';
import {createCapturedTree, listedTrees} from '../captured-tree.ts';

/** Makes a folder look as if nothing came or went in it for an hour. */
const settle = (folder: string): void => utimesSync(folder, new Date(), Date.now() / 1000 - 3600);

/** How many files below a folder this process has open. */
const openBelow = (folder: string): number =>
	readdirSync('/proc/self/fd').filter((descriptor) => {
		try {
			return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder);
		} catch {
			return false;
		}
	}).length;

const world = (room = 10) => {
	const folder = join(temporaryFolder(), 'statistics');
	const files = ['rd_req', 'wr_req'].map((file) => join(folder, file));
	const make = (): void => {
		mkdirSync(folder);
		for (const [index, file] of files.entries()) {
			writeFileSync(file, `${index + 1}\n`);
		}
	};
	make();
	settle(folder);
	const shared = {clock: systemClock, reader: createCountReader(), room};
	const held = createHeldCounters(shared, folder, files);
	onTestFinished(held.release);
	return {folder, files, make, shared, held};
};

describe('held counters', () => {
	test('are read again from open files, and none are before they were held', () => {
		const {folder, files, held} = world();
		expect(held.read()).toBeUndefined();
		held.hold();
		held.hold();
		expect([held.read(), openBelow(folder)]).toEqual([[1, 2], 2]);
		writeFileSync(files[1] ?? '', '18\n');
		expect(held.read()).toEqual([1, 18]);
		held.release();
		expect([held.read(), openBelow(folder)]).toEqual([undefined, 0]);
	});

	test('end with a file that came or went', () => {
		const {folder, files, held, shared} = world();
		held.hold();
		rmSync(files[0] ?? '');
		expect([held.read(), openBelow(folder), shared.room]).toEqual([undefined, 0, 10]);
	});

	test('end with their folder, also where another one has its name', () => {
		const {folder, make, held} = world();
		held.hold();
		renameSync(folder, `${folder}-before`);
		expect(held.read()).toBeUndefined();
		make();
		settle(folder);
		expect(held.read()).toBeUndefined();
		held.hold();
		renameSync(folder, `${folder}-then`);
		make();
		settle(folder);
		expect([held.read(), openBelow(folder)]).toEqual([undefined, 0]);
	});

	test('are not held of a folder that has just changed, or that lacks a file', () => {
		const {folder, files, held, shared} = world();
		utimesSync(folder, new Date(), new Date());
		held.hold();
		expect(openBelow(folder)).toBe(0);
		rmSync(files[1] ?? '');
		settle(folder);
		held.hold();
		expect([openBelow(folder), shared.room]).toEqual([0, 10]);
	});

	test('are held while there is room for all of them', () => {
		const {folder, files, held, shared} = world(3);
		const other = createHeldCounters(shared, folder, files);
		onTestFinished(other.release);
		held.hold();
		other.hold();
		expect([openBelow(folder), other.read()]).toEqual([2, undefined]);
		held.release();
		other.hold();
		expect(other.read()).toEqual([1, 2]);
	});
});

describe('the files of VBDs', () => {
	const [running = {}] = listedTrees('backend/sysfs-tree-after.txt');
	const opened = () => {
		const tree = createCapturedTree(running);
		const folder = join(tree.root, '/sys/devices/vbd-1-51728/statistics');
		settle(folder);
		const reader = createVbdReader(tree.root, systemClock);
		onTestFinished(reader.close);
		const before = reader.read(1, 51728);
		expect(openBelow(folder)).toBe(7);
		return {tree, folder, reader, before};
	};

	test('give the same again, and what is counted on', () => {
		const {tree, reader, before} = opened();
		expect(reader.read(1, 51728)).toEqual(before);
		tree.write(tree.vbdFile(1, 51728, 'statistics/wr_sect'), '9000\n');
		expect(reader.read(1, 51728)).toEqual({...before, writeSectors: 9000});
	});

	test('are closed with a VBD that is gone, and with the reader', () => {
		const {tree, folder, reader} = opened();
		tree.detach('vbd-1-51728');
		expect([reader.read(1, 51728), openBelow(folder)]).toEqual([undefined, 0]);
		const other = opened();
		other.reader.keep(new Map([[1, {vbds: [51712], vifs: []}]]));
		expect(openBelow(other.folder)).toBe(0);
		other.reader.read(1, 51728);
		expect(openBelow(other.folder)).toBe(7);
		other.reader.close();
		other.reader.read(1, 51728);
		expect(openBelow(other.folder)).toBe(0);
	});

	test('are those of the new one where a VBD was attached again', () => {
		const {tree, reader, before} = opened();
		tree.detach('vbd-1-51728');
		tree.put(running);
		const after = reader.read(1, 51728);
		expect(after).toEqual({...before, incarnation: expect.any(String)});
		expect(after?.incarnation).not.toBe(before?.incarnation);
	});
});

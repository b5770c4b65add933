import {expect, test} from 'vitest';
import {qdiskEntries} from '../../../../drivers/xen/backend/qdisk-entries.ts';
import type {StoreDisk} from '../../../../drivers/xenstore/store-domain.ts';

const disk = (devid: number, source: string, name?: string): StoreDisk => ({
	devid,
	backend: 'qdisk',
	backendDomain: 0,
	name,
	source,
	physicalSectorBytes: undefined,
});

const entry = (node: string, device = node) => ({device, qdev: '', node, counters: {}});

test('a disk is known by its node, by its number and, where only it has it, by its image', () => {
	const disks = [
		disk(51712, 'aio:/a', 'xvda'),
		disk(51728, 'qcow2:/b'),
		disk(768, '/c', 'hda'),
		disk(832, '/c', 'hdb'),
	];
	const entries = [
		entry('xvda-qdisk'),
		entry('xvdb-qdisk'),
		entry('#block1', 'ide0'),
		entry('#block2', 'ide1'),
	];
	const sources = new Map([
		['ide0|', '/b'],
		['ide1|', '/c'],
	]);
	const found = qdiskEntries(disks, entries, sources);
	expect([...found]).toEqual([
		[51712, [entries[0]]],
		[51728, [entries[1], entries[2]]],
		[768, 'unclear'],
		[832, 'unclear'],
	]);
});

test('of a thousand disks and entries each is looked at some times, and not by each other', () => {
	let looks = 0;
	const disks = Array.from({length: 1024}, (_, index) => disk(index, `/${index}`));
	const entries = Array.from({length: 1024}, (_, index) => ({
		...entry('', `d${index}`),
		get node() {
			looks += 1;
			return `#block${index}`;
		},
	}));
	const sources = new Map(entries.map((_, index) => [`d${index}|`, `/${index}`]));
	expect(qdiskEntries(disks, entries, sources).get(7)).toEqual([entries[7]]);
	expect(looks).toBeLessThan(20 * 1024);
});

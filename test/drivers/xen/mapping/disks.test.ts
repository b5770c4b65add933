import {describe, expect, test} from 'vitest';
import {type DiskParts, xenDisks} from '../../../../drivers/xen/mapping/disks.ts';
import type {StoreDisk} from '../../../../drivers/xenstore/store-domain.ts';

const stored = (devid: number, changes: Partial<StoreDisk> = {}): StoreDisk => ({
	devid,
	backend: 'vbd',
	backendDomain: 0,
	...changes,
});

const disksOf = (parts: Partial<DiskParts>) =>
	xenDisks({
		vbds: [],
		listedQdisks: [],
		readVbd: () => ({readSectors: 8}),
		stored: [],
		qdisks: new Map(),
		unlistedReason: undefined,
		...parts,
	});

const namesOf = (...disks: readonly StoreDisk[]) => disksOf({stored: disks}).map(({name}) => name);

describe('names', () => {
	test('are those of the configuration where they mean this device', () => {
		expect(namesOf(stored(5632, {name: 'hdc'}), stored(51712, {name: 'd0p0'}))).toEqual(['hdc', 'd0p0']);
	});

	test('are derived from the number where they do not, or are a number', () => {
		expect(
			namesOf(stored(51712, {name: '51712'}), stored(51728, {name: 'xvda'}), stored(51744, {name: ''})),
		).toEqual(['xvda', 'xvdb', 'xvdc']);
		expect(namesOf(stored(2064, {name: '0x810'}), stored(51760, {name: '\uFFFD[2J'}))).toEqual([
			'sdb',
			'xvdd',
		]);
	});

	test('are the number where it is of no scheme', () => {
		expect(namesOf(stored(4711))).toEqual(['4711']);
	});
});

test('the kernel’s are counted, with what xenstore tells of them; one that vanished meanwhile is left out', () => {
	const parts = {
		vbds: [51712, 51728, 51744],
		listedQdisks: [],
		readVbd: (devid: number) => (devid === 51728 ? undefined : {readSectors: devid}),
		stored: [stored(51712, {name: 'xvda', source: '/dev/loop0', physicalSectorBytes: 4096})],
	};
	expect(disksOf(parts)).toEqual([
		{
			name: 'xvda',
			source: '/dev/loop0',
			backend: 'vbd',
			physicalSectorBytes: 4096,
			readSectors: 51712,
		},
		{name: 'xvdc', source: undefined, backend: 'vbd', physicalSectorBytes: undefined, readSectors: 51744},
	]);
	expect(disksOf({...parts, stored: undefined})).toHaveLength(2);
});

describe('those that the kernel does not list', () => {
	test('have what QEMU said, or why nobody counts them, and never a size of sectors', () => {
		const disks = disksOf({
			stored: [stored(51712, {backend: 'qdisk', physicalSectorBytes: 4096}), stored(51728)],
			qdisks: new Map([[51712, {readBytes: 5, at: 7}]]),
		});
		expect(disks).toEqual([
			{name: 'xvda', source: undefined, backend: 'qdisk', readBytes: 5, at: 7},
			{name: 'xvdb', source: undefined, backend: 'vbd', reason: 'dom0 does not serve it (yet)'},
		]);
	});

	test('say why the list is not known, where it is this dom0’s', () => {
		const driverDomain = {reason: 'domain 5, a driver domain, serves it: its counters are there'};
		const disks = disksOf({
			stored: [stored(51712), stored(51728, {backendDomain: 5}), stored(51744, {backend: 'qdisk'})],
			qdisks: new Map<number, object>([
				[51712, {reason: 'the kernel does not list it'}],
				[51728, driverDomain],
				[51744, {readBytes: 5}],
			]),
			unlistedReason: 'there is no such folder',
		});
		expect(disks).toMatchObject([{reason: 'there is no such folder'}, driverDomain, {readBytes: 5}]);
	});
});

import {describe, expect, test} from 'vitest';
import type {DomainContext} from '../../../../drivers/libvirt/mapping/domain-input.ts';
import {readDescription} from '../../../../drivers/libvirt/mapping/read-description.ts';
import type {XdrValue} from '../../../../drivers/libvirt/wire/xdr-value.ts';
import type {Disk} from '../../../../source/model/sample.ts';
import {diskUsage} from '../../../../source/usage/disk-usage.ts';
import {domainFrom, someRecord} from './some-record.ts';

const statsOf = (hypervisor: string, fields: Readonly<Record<string, XdrValue>>) =>
	Object.fromEntries(
		domainFrom(someRecord(fields), {hypervisor}).memory.stats?.map(({tag, value}) => [tag, value]) ?? [],
	);

describe('memory', () => {
	test('swapping of vz comes in bytes', () => {
		const fields = {'balloon.swap_in': 8192, 'balloon.swap_out': 4096, 'balloon.unused': 8192};
		for (const hypervisor of ['vz', 'Parallels']) {
			expect(statsOf(hypervisor, fields)).toMatchObject({swap_in: 8, swap_out: 4, unused: 8192});
		}

		expect(statsOf('QEMU', fields)).toMatchObject({swap_in: 8192, swap_out: 4096});
	});

	test('what vz was configured with is no size of its balloon', () => {
		const {memory} = domainFrom(someRecord({'balloon.unused': 5}), {hypervisor: 'vz'});
		expect(memory.currentKiB).toBe(1024);
		expect(memory.stats?.map(({tag}) => tag)).toEqual(['unused', 'rss']);
	});

	test('the swap space a container has in use is not what was swapped in', () => {
		expect(statsOf('LXC', {'balloon.swap_in': 8192})).toEqual({rss: 512});
	});
});

describe('processor time of vz', () => {
	test('is that of its processors', () => {
		const fields = {'vcpu.0.time': 3e9, 'vcpu.1.time': 2e9};
		expect(domainFrom(someRecord(fields), {hypervisor: 'vz'}).cpuSeconds).toBe(5);
		expect(domainFrom(someRecord(fields)).cpuSeconds).toBeUndefined();
	});

	test('is unknown where one of them is', () => {
		const fields = {'vcpu.0.time': 3e9, 'vcpu.1.state': 1};
		expect(domainFrom(someRecord(fields), {hypervisor: 'vz'}).cpuSeconds).toBeUndefined();
	});
});

describe('disks of Xen', () => {
	const fields = {
		'block.0.name': 'xvda',
		'block.0.rd.bytes': 40_960,
		'block.0.wr.bytes': 8192,
		'block.0.rd.reqs': 7,
		'block.0.errors': 3,
	};

	const diskOf = (changes: Partial<DomainContext> = {}): Disk => {
		const [disk] =
			domainFrom(someRecord({...fields}), {hypervisor: 'Xen', ...changes}).disks ?? ([] as readonly Disk[]);
		return disk as Disk;
	};

	test('have their sectors back where the size is known', () => {
		const disk = diskOf({sectorBytes: new Map([['xvda', 4096]])});
		expect(disk).toEqual({
			name: 'xvda',
			readRequests: 7,
			waitedRequests: 3,
			readSectors: 10,
			writeSectors: 2,
			physicalSectorBytes: 4096,
		});
		expect(diskUsage(undefined, disk, undefined, 'physical').readBytes).toBe(40_960);
		expect(diskUsage(undefined, disk, undefined, '512').readBytes).toBe(5120);
	});

	test.each([
		['no size is known', undefined],
		['this disk’s is not', new Map([['xvdb', 512]])],
		['libvirt took another', new Map([['xvda', 16_384]])],
		['it is no size', new Map([['xvda', 0]])],
	])('keep their bytes, in doubt, where %s', (_, sectorBytes) => {
		expect(diskOf({sectorBytes})).toEqual({
			name: 'xvda',
			readRequests: 7,
			waitedRequests: 3,
			readBytes: 40_960,
			writeBytes: 8192,
			doubt: expect.stringMatching(/^libvirt multiplied [^.]+\.$/),
		});
	});

	test.each(['block.0.rd.bytes', 'block.0.wr.bytes'])(
		'are in doubt where only %s is no multiple',
		(field) => {
			const record = someRecord({...fields, [field]: 512});
			const {disks} = domainFrom(record, {hypervisor: 'Xen', sectorBytes: new Map([['xvda', 4096]])});
			expect(disks?.[0]?.doubt).toBeDefined();
			expect(disks?.[0]?.readSectors).toBeUndefined();
		},
	);

	test('are in no doubt without bytes; those of others never are', () => {
		const [disk] =
			domainFrom(someRecord({'block.0.name': 'xvda', 'block.0.rd.reqs': 1}), {hypervisor: 'Xen'}).disks ?? [];
		expect(disk).toEqual({name: 'xvda', readRequests: 1});
		expect(diskOf({hypervisor: 'LXC'})).toEqual({
			name: 'xvda',
			readRequests: 7,
			errors: 3,
			readBytes: 40_960,
			writeBytes: 8192,
		});
	});

	test('have the backends of the xen driver', () => {
		const disk = (backend: string, name: string) =>
			`<disk><driver name='${backend}'/><target dev='${name}'/></disk>`;
		const xml = `<domain><devices>${disk('phy', 'xvda')}${disk('qemu', 'xvdb')}${disk('tap', 'xvdc')}</devices></domain>`;
		const description = readDescription(xml);
		const backends = (hypervisor: string) =>
			domainFrom(someRecord(), {hypervisor, description}).disks?.map(({backend}) => backend);
		expect(backends('Xen')).toEqual(['vbd', 'qdisk', 'tap']);
		expect(backends('LXC')).toEqual(['phy', 'qemu', 'tap']);
		expect(backends('QEMU')).toEqual(['qemu', 'qemu', 'qemu']);
	});
});

import {describe, expect, test} from 'vitest';
import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {RemoteError, remoteErrorCode} from '../../../../drivers/libvirt/calls/remote-error.ts';
import {createDomainAsker} from '../../../../drivers/libvirt/mapping/ask-domain.ts';
import type {Description} from '../../../../drivers/libvirt/mapping/description.ts';
import {createFakeRemote} from './fake-remote.ts';
import {domainFrom, remoteDomain, someRecord} from './some-record.ts';

const domainInfo = async () => ({
	state: 1,
	maximumKiB: 65_536,
	memoryKiB: 796,
	vcpus: 1,
	cpuNanoseconds: 5,
});

const withDisks = (...names: readonly string[]): Description => ({
	balloon: 'absent',
	period: 0,
	disks: names.map((name) => ({name})),
	nics: [],
});

describe('what a container reads and writes', () => {
	const nothing = withDisks();
	const counted = {fields: ['wr_bytes', 'wr_operations', 'rd_bytes', 'rd_operations'], values: [4, 3, 2, 1]};
	const old = {readRequests: 1, readBytes: 512, writeRequests: 2, writeBytes: 1024, errors: undefined};
	const sumOf = async (calls: Partial<Remote>, hypervisor = 'LXC', described = nothing) => {
		const {remote, asked} = createFakeRemote({domainInfo, ...calls});
		const {signal} = new AbortController();
		const asker = createDomainAsker(() => remote, hypervisor);
		const record = await asker.ask(remoteDomain, {description: described, signal});
		const {disks, diskSum} = domainFrom(record, {hypervisor, description: described});
		return {disks, diskSum, asked};
	};

	test('is asked for as a whole, by an empty path', async () => {
		const {disks, diskSum, asked} = await sumOf({
			blockStatsFlags: async (domain, path) => {
				expect(path).toBe('');
				return {domain, ...counted};
			},
		});
		expect([disks, diskSum]).toEqual([[], {readRequests: 1, readBytes: 2, writeRequests: 3, writeBytes: 4}]);
		expect(asked).toEqual(['domainInfo', 'memoryStats', 'blockStatsFlags ']);
	});

	test('by an older libvirt too', async () => {
		const {diskSum} = await sumOf({blockStats: async () => old});
		expect(diskSum).toMatchObject({readBytes: 512, writeBytes: 1024});
	});

	test('is unknown where libvirt refuses, in its words, and where it cannot tell at all', async () => {
		const message = "Requested operation is not valid: blkio cgroup isn't mounted";
		const refused = await sumOf({
			blockStatsFlags: () => Promise.reject(new RemoteError(remoteErrorCode.operationInvalid, message)),
		});
		expect(refused.diskSum).toEqual({reason: message});
		const older = await sumOf({
			blockStatsFlags: () =>
				Promise.reject(new RemoteError(remoteErrorCode.invalidArgument, 'invalid path: ')),
			blockStats: async () => ({...old, errors: undefined}),
		});
		expect(older.diskSum).toMatchObject({readBytes: 512, writeBytes: 1024});
		const reason = 'libvirt reports no total for this hypervisor';
		for (const hypervisor of ['LXC', 'OpenVZ', 'BHYVE', 'CH']) {
			expect([hypervisor, (await sumOf({}, hypervisor)).diskSum]).toEqual([hypervisor, {reason}]);
		}

		const ploop = {...nothing, isContainer: true} as const;
		expect((await sumOf({}, 'vz', ploop)).diskSum).toEqual({reason});
	});

	test('has its disks beside it, where it has some', async () => {
		const {disks, diskSum} = await sumOf(
			{
				blockStatsFlags: async (domain, path) => ({
					domain,
					fields: ['rd_bytes'],
					values: [path === '' ? 9 : 5],
				}),
			},
			'LXC',
			withDisks('sda'),
		);
		expect(disks?.map(({name, readBytes}) => [name, readBytes])).toEqual([['sda', 5]]);
		expect(diskSum?.readBytes).toBe(9);
	});

	test('is none of a machine: its disks add up', async () => {
		for (const hypervisor of ['QEMU', 'Xen', 'TEST', 'vz']) {
			const {diskSum, asked} = await sumOf({}, hypervisor);
			expect([hypervisor, diskSum, asked.includes('blockStatsFlags ')]).toEqual([
				hypervisor,
				undefined,
				false,
			]);
		}

		expect((await sumOf({}, 'CH', withDisks('vda'))).diskSum).toBeUndefined();
	});

	test('is unknown of one that is off, and of one that was not read yet', async () => {
		const off = domainFrom(someRecord({'state.state': 5}, {id: undefined}), {hypervisor: 'LXC'});
		expect(off.diskSum).toEqual({reason: 'the domain is not running'});
		const event = {domain: remoteDomain, fields: ['state.state'], values: [1]};
		expect(domainFrom(event, {hypervisor: 'LXC'}).diskSum).toEqual({reason: 'not read yet'});
	});
});

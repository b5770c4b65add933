import {describe, expect, test} from 'vitest';
import type {BlockStats, InterfaceStats, Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {RemoteError, remoteErrorCode} from '../../../../drivers/libvirt/calls/remote-error.ts';
import {createDomainAsker, type DomainQuestion} from '../../../../drivers/libvirt/mapping/ask-domain.ts';
import type {Description} from '../../../../drivers/libvirt/mapping/description.ts';
import {readDescription} from '../../../../drivers/libvirt/mapping/read-description.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';
import {capturedText} from './captured-records.ts';
import {createFakeRemote, unsupported} from './fake-remote.ts';
import {domainFrom, remoteDomain} from './some-record.ts';

/** Of test:///default: what the captured calls answered. */
const testInfo = {
	state: 1,
	maximumKiB: 8_388_608,
	memoryKiB: 2_097_152,
	vcpus: 2,
	cpuNanoseconds: 1_795_220_758_000_000_000,
};

const testMemory = [
	[6, 2_097_152],
	[0, 0],
	[1, 0],
	[2, 0],
	[3, 0],
	[4, 1_048_576],
	[5, 2_097_152],
	[8, 1_048_576],
	[9, 627_319_920],
	[10, 262_144],
	[11, 0],
	[12, 0],
	[7, 1_048_576],
	[99, 1],
].map(([tag = 0, value]) => ({tag, value}));

const block: BlockStats = {
	readRequests: 1,
	readBytes: 512,
	writeRequests: 2,
	writeBytes: 1024,
	errors: undefined,
};

const traffic: InterfaceStats = {
	receiveBytes: 1,
	receivePackets: 2,
	receiveErrors: 3,
	receiveDrops: 4,
	transmitBytes: 5,
	transmitPackets: 6,
	transmitErrors: 7,
	transmitDrops: undefined,
};

const never = new AbortController().signal;

const description = readDescription(capturedText('dumpxml-test')) as Description;

const withDisks = (...names: readonly string[]): Description => ({
	balloon: 'absent',
	period: 0,
	disks: names.map((name) => ({name})),
	nics: [],
});

const worldOf = (calls: Partial<Remote>, hypervisor = 'Xen') => {
	const fake = createFakeRemote({domainInfo: async () => testInfo, ...calls});
	const asker = createDomainAsker(() => fake.remote, hypervisor);
	const ask = async (question: Partial<DomainQuestion> = {}, domain = remoteDomain) =>
		asker.ask(domain, {description: undefined, signal: never, ...question});
	return {...fake, ask};
};

describe('the words of the bulk call', () => {
	test('of the test driver: domainOf understands them all', async () => {
		const {ask, asked, most} = worldOf(
			{
				memoryStats: async () => testMemory,
				blockStats: async () => ({...block, errors: 9}),
				interfaceStats: async () => traffic,
			},
			'TEST',
		);
		const bulk = {domain: remoteDomain, fields: ['state.state', 'iothread.count'], values: [3, 0]};
		const record = await ask({description, bulk});
		expect(domainFrom(record, {hypervisor: 'TEST', description, at: 5, wall: 627_319_930_000})).toEqual({
			key: remoteDomain.uuid,
			uuid: remoteDomain.uuid,
			id: 3,
			name: 'web',
			state: 'running',
			incarnation: 'id 3',
			at: 5,
			cpuSeconds: 1_795_220_758,
			vcpuCount: 2,
			vcpusReason: 'libvirt does not report them for this hypervisor',
			memory: {
				currentKiB: 2_097_152,
				maximumKiB: 8_388_608,
				residentKiB: 1_048_576,
				balloon: 'present',
				period: 0,
				statsAge: 10,
				stats: [
					{tag: 'actual', value: 2_097_152},
					{tag: 'swap_in', value: 0},
					{tag: 'swap_out', value: 0},
					{tag: 'major_fault', value: 0},
					{tag: 'minor_fault', value: 0},
					{tag: 'unused', value: 1_048_576},
					{tag: 'available', value: 2_097_152},
					{tag: 'usable', value: 1_048_576},
					{tag: 'last_update', value: 627_319_920},
					{tag: 'disk_caches', value: 262_144},
					{tag: 'hugetlb_pgalloc', value: 0},
					{tag: 'hugetlb_pgfail', value: 0},
					{tag: 'rss', value: 1_048_576},
				],
			},
			disks: [
				{
					name: 'vda',
					source: '/guest/diskimage1',
					readBytes: 512,
					writeBytes: 1024,
					readRequests: 1,
					writeRequests: 2,
					errors: 9,
				},
			],
			nics: [
				{
					name: 'testnet0',
					mac: 'aa:bb:cc:dd:ee:ff',
					receiveBytes: 1,
					receivePackets: 2,
					receiveErrors: 3,
					receiveDrops: 4,
					transmitBytes: 5,
					transmitPackets: 6,
					transmitErrors: 7,
				},
			],
		});
		expect(asked).toEqual([
			'domainInfo',
			'memoryStats',
			'blockStatsFlags vda',
			'blockStats vda',
			'interfaceStats testnet0',
		]);
		expect(most()).toBe(1);
	});

	test('of a disk’s flags: the times too; what has no word is left out', async () => {
		const {ask, asked} = worldOf({
			blockStatsFlags: async (domain) => ({
				domain,
				fields: [
					'wr_bytes',
					'wr_operations',
					'rd_bytes',
					'rd_operations',
					'flush_operations',
					'wr_total_times',
					'rd_total_times',
					'flush_total_times',
					'errs',
					'of_tomorrow',
				],
				values: [1, 2, 3, 4, 5, 6e9, 7e9, 8e9, 9, 10],
			}),
		});
		const record = await ask({description: withDisks('vda')});
		expect(domainFrom(record, {hypervisor: 'LXC'}).disks).toEqual([
			{
				name: 'vda',
				writeBytes: 1,
				writeRequests: 2,
				readBytes: 3,
				readRequests: 4,
				flushRequests: 5,
				writeTimeSeconds: 6,
				readTimeSeconds: 7,
				flushTimeSeconds: 8,
				errors: 9,
			},
		]);
		expect(asked).not.toContain('blockStats vda');
	});

	test('a container’s memory in use is not what it was given', async () => {
		const lxc = worldOf({}, 'LXC');
		expect(domainFrom(await lxc.ask(), {hypervisor: 'LXC'}).memory).toMatchObject({
			currentKiB: undefined,
			residentKiB: 2_097_152,
		});
		const whole = worldOf(
			{
				memoryStats: async () => [
					{tag: 6, value: 4_194_304},
					{tag: 7, value: 5},
				],
			},
			'LXC',
		);
		expect(domainFrom(await whole.ask(), {hypervisor: 'LXC'}).memory).toMatchObject({
			currentKiB: 4_194_304,
			residentKiB: 5,
		});
	});
});

describe('what a driver does not have', () => {
	test('is asked for once, of all domains', async () => {
		const {ask, asked} = worldOf({memoryStats: unsupported});
		await ask({description});
		const other = {...remoteDomain, name: 'other'};
		await ask({description}, other);
		expect(asked).toEqual([
			'domainInfo',
			'memoryStats',
			'blockStatsFlags vda',
			'blockStats vda',
			'interfaceStats testnet0',
			'domainInfo',
		]);
		const domain = domainFrom(await ask({description}), {hypervisor: 'bhyve', description});
		expect(domain.disks?.[0]?.reason).toBe('libvirt does not report them for this hypervisor');
		expect(domain.nics?.[0]?.reason).toBe('libvirt does not report them for this hypervisor');
	});
});

describe('refusals', () => {
	const refusal = new RemoteError(84, 'Operation not supported: unsupported disk driver qemu');

	test('one disk that libvirt refuses has its words, and the others their counters', async () => {
		const {ask} = worldOf({
			blockStatsFlags: async (domain, disk) => {
				if (disk === 'xvdb') {
					throw refusal;
				}

				return {domain, fields: ['rd_operations'], values: [1]};
			},
		});
		for (let round = 0; round < 2; round += 1) {
			const record = await ask({description: withDisks('xvda', 'xvdb', 'xvdc')});
			expect(domainFrom(record, {hypervisor: 'Xen'}).disks).toEqual([
				{name: 'xvda', readRequests: 1},
				{name: 'xvdb', reason: refusal.message},
				{name: 'xvdc', readRequests: 1},
			]);
		}
	});

	test('memory and NICs that are refused leave the rest', async () => {
		const fail = async () => {
			throw refusal;
		};
		const {ask} = worldOf({memoryStats: fail, interfaceStats: fail, blockStats: async () => block});
		const domain = domainFrom(await ask({description}), {hypervisor: 'Xen', description});
		expect(domain.nics).toMatchObject([{name: 'testnet0', reason: refusal.message}]);
		expect(domain.disks).toMatchObject([{name: 'vda', readRequests: 1}]);
		expect(domain.memory.currentKiB).toBe(2_097_152);
	});

	test('a domain that is gone, one that libvirt does not tell of, and the end of the connection reject', async () => {
		const gone = new RemoteError(remoteErrorCode.noDomain, 'Domain not found');
		const denied = new RemoteError(remoteErrorCode.accessDenied, 'access denied');
		const lost = new DriverError('The daemon went away.', 'Look whether it runs.');
		const fail = (error: Error) => async () => {
			throw error;
		};
		await expect(worldOf({domainInfo: fail(gone)}).ask()).rejects.toBe(gone);
		await expect(worldOf({domainInfo: fail(denied)}).ask()).rejects.toBe(denied);
		await expect(worldOf({memoryStats: fail(gone)}).ask()).rejects.toBe(gone);
		await expect(worldOf({blockStatsFlags: fail(lost)}).ask({description})).rejects.toBe(lost);
	});
});

describe('what is not asked', () => {
	test('a domain that does not run is asked for no more than its sizes', async () => {
		const {ask, asked} = worldOf({domainInfo: async () => ({...testInfo, state: 5})});
		const record = await ask({description});
		expect(domainFrom(record, {description})).toMatchObject({state: 'shutoff', incarnation: 'off'});
		expect(asked).toEqual(['domainInfo', 'domainState']);
		const other = worldOf({});
		await other.ask({description}, {...remoteDomain, id: undefined});
		expect(other.asked).toEqual(['domainInfo']);
	});

	test('why is asked only of one that does not go on, and told only of the state it is in', async () => {
		const inState = (state: number, asked = state) =>
			worldOf({
				domainInfo: async () => ({...testInfo, state}),
				domainState: async () => ({state: asked, reason: 5}),
			});
		for (const running of [1, 2]) {
			const {ask, asked} = inState(running);
			await ask();
			expect(asked).not.toContain('domainState');
		}

		expect(domainFrom(await inState(3).ask())).toMatchObject({state: 'paused', stateReason: 'I/O error'});
		expect(domainFrom(await inState(3, 1).ask()).stateReason).toBeUndefined();
	});

	test('nothing of devices without the XML', async () => {
		const {ask, asked} = worldOf({});
		await ask();
		expect(asked).toEqual(['domainInfo', 'memoryStats']);
	});

	test('nothing after the signal; it has what came until then', async () => {
		const enough = new AbortController();
		const {ask, asked} = worldOf({
			blockStatsFlags: async (domain) => {
				enough.abort();
				return {domain, fields: ['rd_operations'], values: [1]};
			},
		});
		const record = await ask({description: withDisks('xvda', 'xvdb'), signal: enough.signal});
		expect(domainFrom(record).disks).toMatchObject([{name: 'xvda', readRequests: 1}]);
		expect(asked).toEqual(['domainInfo', 'memoryStats', 'blockStatsFlags xvda']);
		await expect(ask({signal: enough.signal})).rejects.toBe(enough.signal.reason);
	});

	test('a call that the signal kept from being sent ends it too', async () => {
		const enough = new AbortController();
		const {ask} = worldOf({
			memoryStats: async (_, options) => {
				enough.abort();
				throw options?.signal?.reason;
			},
		});
		expect((await ask({signal: enough.signal})).fields).toContain('cpu.time');
		const early = new AbortController();
		const none = worldOf({
			domainInfo: async (_, options) => {
				early.abort();
				throw options?.signal?.reason;
			},
		});
		await expect(none.ask({signal: early.signal})).rejects.toBe(early.signal.reason);
	});
});

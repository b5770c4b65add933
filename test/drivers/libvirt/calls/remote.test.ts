import {describe, expect, test} from 'vitest';
import {noWait} from '../../../../drivers/libvirt/calls/remote.ts';
import type {RemoteDomain} from '../../../../drivers/libvirt/calls/remote-domain.ts';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {openFake} from '../open-fake.ts';
import {someDomain} from '../some-domain.ts';

const everything = {domains: [], groups: 0, flags: 0};

const fieldsOf = ({fields, values}: StatsRecord) =>
	Object.fromEntries(fields.map((field, index) => [field, values[index]]));

const start = async () => {
	const opened = await openFake({domains: [someDomain({name: 'web'}), someDomain({name: 'db'})]});
	const domains = await opened.remote.listDomains();
	return {...opened, domains, web: domains[0] as RemoteDomain, db: domains[1] as RemoteDomain};
};

describe('bulk', () => {
	test('all domains with all fields', async () => {
		const {remote, fake} = await start();
		const records = await remote.bulkStats(everything);
		expect(records.map(({domain}) => domain)).toEqual([
			{name: 'web', uuid: '00000000-0000-4000-8000-000000000001', id: 1},
			{name: 'db', uuid: '00000000-0000-4000-8000-000000000002', id: 2},
		]);
		expect(fieldsOf(records[0] as StatsRecord)).toEqual(fake.domain('web').now().stats);
	});

	test('only the groups and the domains asked for', async () => {
		const {remote, fake, db} = await start();
		const records = await remote.bulkStats({domains: [db], groups: 1, flags: noWait});
		expect(records.map(fieldsOf)).toEqual([{'state.state': 1, 'state.reason': 1}]);
		expect(fake.calls.at(-1)).toMatchObject({
			name: 'bulkStats',
			arguments: {domains: [db], groups: 1, flags: noWait},
		});
	});

	test('a stuck one hangs the first question, the next gets it reduced', async () => {
		const {remote, fake} = await start();
		fake.domain('web').hang();
		let isAnswered = false;
		const first = remote.bulkStats({domains: [], groups: 63, flags: noWait}).then((records) => {
			isAnswered = true;
			return records;
		});
		const [web, db] = await promptly(
			remote.bulkStats({domains: [], groups: 63, flags: noWait}),
			'the second',
		);
		expect(fieldsOf(web as StatsRecord)).not.toHaveProperty(['balloon.usable']);
		expect(fieldsOf(web as StatsRecord)).toMatchObject({'block.0.name': 'vda'});
		expect(fieldsOf(db as StatsRecord)).toHaveProperty(['balloon.usable']);
		expect(isAnswered).toBe(false);
		fake.domain('web').release();
		expect(fieldsOf((await first)[0] as StatsRecord)).toHaveProperty(['balloon.usable']);
	});
});

describe('one domain', () => {
	test('what it is', async () => {
		const {remote, web} = await start();
		expect(await remote.domainInfo(web)).toEqual({
			state: 1,
			maximumKiB: 98_304,
			memoryKiB: 98_304,
			vcpus: 1,
			cpuNanoseconds: 4_100_000_000,
		});
	});

	test('its memory, disks and NICs', async () => {
		const {remote, web} = await start();
		expect(await remote.memoryStats(web)).toContainEqual({tag: 8, value: 23_544});
		expect(await remote.blockStats(web, 'vdb')).toEqual({
			readRequests: 1,
			readBytes: 4096,
			writeRequests: 56,
			writeBytes: 3_670_016,
			errors: undefined,
		});
		const {fields, values, domain} = await remote.blockStatsFlags(web, 'vdb');
		expect(domain).toEqual(web);
		expect(values[fields.indexOf('wr_total_times')]).toBe(16_292_196);
		expect(await remote.interfaceStats(web, 'vnet0')).toEqual({
			receiveBytes: 100,
			receivePackets: 1,
			receiveErrors: 0,
			receiveDrops: 0,
			transmitBytes: 200,
			transmitPackets: 2,
			transmitErrors: 0,
			transmitDrops: 0,
		});
		await expect(remote.interfaceStats(web, 'none')).rejects.toMatchObject({name: 'RemoteError', code: 8});
	});

	test('what holds it', async () => {
		const {remote, fake, web} = await start();
		expect(await remote.controlInfo(web)).toEqual({state: 'ok', seconds: undefined});
		expect(await remote.jobStats(web)).toEqual({operation: undefined, seconds: undefined});
		fake.domain('web').set({
			control: {state: 1, milliseconds: 12_500},
			job: {type: 2, parameters: {operation: 5, time_elapsed: 90_500, disk_total: 7}},
		});
		expect(await remote.controlInfo(web)).toEqual({state: 'job', seconds: 12.5});
		expect(await remote.jobStats(web)).toEqual({operation: 'outgoing migration', seconds: 90.5});
		fake.domain('web').set({
			control: {state: 9, milliseconds: 1},
			job: {type: 3, parameters: {operation: 99}},
		});
		expect(await remote.controlInfo(web)).toEqual({state: 'unknown', seconds: 0.001});
		expect(await remote.jobStats(web)).toEqual({operation: undefined, seconds: undefined});
	});

	test('its period is set and told in its XML', async () => {
		const {remote, fake, web} = await start();
		await remote.setMemoryStatsPeriod(web, 5);
		expect(fake.calls.at(-1)).toMatchObject({arguments: {period: 5, flags: 1}});
		expect(await remote.domainXml(web)).toContain("<stats period='5'/>");
		fake.domain('web').set({balloon: 'absent'});
		await expect(remote.setMemoryStatsPeriod(web, 5)).rejects.toMatchObject({
			code: 1,
			message: expect.stringContaining('No memory balloon device'),
		});
		await expect(remote.setMemoryStatsPeriod(web, -1)).rejects.toMatchObject({code: 8});
		fake.domain('web').set({id: undefined});
		await expect(remote.setMemoryStatsPeriod(web, 5)).rejects.toMatchObject({code: 55});
		expect((await remote.listDomains())[0]?.id).toBeUndefined();
	});

	test('one that is gone', async () => {
		const {remote, fake, web} = await start();
		fake.remove('web');
		await expect(remote.domainXml(web)).rejects.toMatchObject({code: 42});
		expect(await remote.bulkStats({domains: [web], groups: 0, flags: 0})).toEqual([]);
	});
});

test('names come as they are, whatever they are', async () => {
	const name = 'a\u001B[2J\u202E\0"\n🐧';
	const {remote} = await openFake({domains: [someDomain({name, stats: {'block.0.path': name}})]});
	const [domain] = await remote.listDomains();
	expect(domain?.name).toBe(name);
	const [record] = await remote.bulkStats(everything);
	expect(fieldsOf(record as StatsRecord)).toMatchObject({'block.0.path': name});
	expect(await remote.domainInfo(domain as RemoteDomain)).toMatchObject({state: 1});
});

test('the host', async () => {
	const {remote} = await start();
	expect(await remote.hypervisorType()).toBe('QEMU');
	expect(await remote.hostname()).toBe('fake');
	expect(await remote.nodeInfo()).toEqual({memoryKiB: 16_777_216, cpus: 8});
	expect(await remote.nodeCpuStats()).toEqual(
		new Map(Object.entries({kernel: 1e9, user: 2e9, idle: 3e9, iowait: 4e9})),
	);
	expect((await remote.nodeMemoryStats()).get('free')).toBe(8_388_608);
});

test('a host that counts nothing, and a domain whose id cannot be, are unknown there', async () => {
	const {remote} = await openFake({
		cpus: -1,
		memoryKiB: -2,
		memoryStats: () => ({free: -5, buffers: 1024}),
		domains: [someDomain({name: 'web', id: -7})],
	});
	expect(await remote.nodeInfo()).toEqual({memoryKiB: undefined, cpus: undefined});
	expect(await remote.nodeMemoryStats()).toEqual(new Map([['buffers', 1024]]));
	expect(await remote.listDomains()).toMatchObject([{name: 'web', id: undefined}]);
	expect(await remote.bulkStats(everything)).toMatchObject([{domain: {name: 'web', id: undefined}}]);
});

test('the events of all domains, once they are registered', async () => {
	const {remote, fake, web} = await start();
	const events: unknown[] = [];
	await remote.watchDomains((event) => events.push(event));
	fake.lifecycle('web', 5);
	fake.lifecycle('web', 99);
	fake.balloon('web', 65_536);
	await eventually(() => events).toEqual([
		{kind: 'lifecycle', domain: web, change: 'stopped', detail: 0},
		{kind: 'lifecycle', domain: web, change: 'other', detail: 0},
		{kind: 'balloon', domain: web, actualKiB: 65_536},
	]);
});

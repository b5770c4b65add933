import {describe, expect, test} from 'vitest';
import type {Domain} from '../../../source/model/sample.ts';
import {eventually} from '../../helpers/eventually.ts';
import {pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';

const statOf = ({memory}: Domain, tag: string): number | undefined =>
	memory.stats?.find((stat) => stat.tag === tag)?.value;

const allGuests = async () => {
	const world = createCapturedWorld();
	const qemus = {
		qa: await world.start('qa'),
		qn: await world.start('qn'),
		qanon: await world.start('qanon'),
		qb: await world.start('qb'),
		comma: await world.start('comma'),
	};
	return {...world, qemus, connection: await world.connect()};
};

test('every captured guest is there, each with its own time, and without a problem', async () => {
	const {connection, statuses} = await allGuests();
	const {domains, problems, host} = await sampleOf(connection);
	expect(problems).toEqual([]);
	expect(domains.map(({name, id, state}) => [name, id, state])).toEqual([
		['qa', pids.qa, 'running'],
		['qn', pids.qn, 'running'],
		['qanon', pids.qanon, 'running'],
		['qb', pids.qb, 'running'],
		['comma,guest', pids.comma, 'paused'],
	]);
	expect(host).toMatchObject({name: 'vm', cpus: 2});
	expect(statuses.at(-1)).toEqual({state: 'reading', message: '5 domains'});
});

test('a -drive guest: counters, seconds, sources and threads are those that were recorded', async () => {
	const {connection} = await allGuests();
	const qa = domainOf(await sampleOf(connection), 'qa');
	expect(qa).toMatchObject({
		key: '976246db-fc92-50ea-acec-e61171433db1',
		uuid: '976246db-fc92-50ea-acec-e61171433db1',
		incarnation: expect.stringMatching(/^19429:\d+$/),
		vcpuCount: 2,
		disks: [
			{name: 'disk0', source: '/tmp/lab-q/run/qa/vda.raw', backend: 'qemu', writeBytes: 0, errors: 0},
			{name: 'disk1', source: '/tmp/lab-q/run/qa/vdb.raw', backend: 'qemu'},
			{name: 'cdrom0', source: '/tmp/lab-q/out/cd.iso', backend: 'qemu'},
		],
		nics: [
			{name: 'qtap1', mac: '52:54:00:aa:bb:01'},
			{name: 'net1', reason: 'user-mode networking has no counters'},
		],
	});
	expect(qa.vcpus?.map(({index}) => index)).toEqual([0, 1]);
	for (const {cpuSeconds, waitSeconds} of qa.vcpus ?? []) {
		expect(cpuSeconds).toBeGreaterThan(0);
		expect(waitSeconds).toBeGreaterThan(0);
	}
});

test('a -blockdev guest has empty drive ids: its disks have their device’s', async () => {
	const {connection} = await allGuests();
	expect(domainOf(await sampleOf(connection), 'qb')).toMatchObject({
		disks: [
			{name: 'virtio-disk0', source: '/tmp/lab-q/run/qb/vda.raw'},
			{name: 'virtio-disk1', source: '/tmp/lab-q/run/qb/vdb.raw'},
		],
		nics: [{name: 'vnet0', mac: '52:54:00:11:22:33'}],
	});
});

test('the default machine: drives without a medium, a network without counters, a name with a comma', async () => {
	const {connection} = await allGuests();
	const guest = domainOf(await sampleOf(connection), 'comma,guest');
	expect(guest.disks).toEqual([
		{name: 'ide1-cd0', backend: 'qemu', reason: 'no medium'},
		{name: 'floppy0', backend: 'qemu', reason: 'no medium'},
	]);
	expect(guest.nics).toBeUndefined();
	expect(guest.nicsReason).toBe('the default network of QEMU has no counters');
	expect(guest.uuid).toBeUndefined();
	expect(guest.key).toBe('name:comma,guest');
});

describe('memory', () => {
	test('a balloon that nobody asks: numbers from boot, with their age', async () => {
		const {connection, clock, host} = await allGuests();
		host.write('/proc/uptime', '1e9 0\n');
		const qa = domainOf(await sampleOf(connection), 'qa');
		expect(qa.memory.isUnanswered).toBeUndefined();
		expect(qa.memory).toMatchObject({
			balloon: 'present',
			period: 0,
			currentKiB: 98_304,
			maximumKiB: 98_304,
		});
		expect(qa.memory.periodRefusal).toBeUndefined();
		const lastUpdate = statOf(qa, 'last_update') ?? 0;
		expect(qa.memory.statsAge).toBeCloseTo(clock.wall() / 1000 - lastUpdate, -1);
		expect(statOf(qa, 'available')).toBe(63_246_336 / 1024);
		expect(statOf(qa, 'rss')).toBe(qa.memory.residentKiB);
		expect(qa.memory.stats?.map(({tag}) => tag)).toEqual([
			'actual',
			'swap_in',
			'swap_out',
			'major_fault',
			'minor_fault',
			'unused',
			'available',
			'usable',
			'last_update',
			'disk_caches',
			'hugetlb_pgalloc',
			'hugetlb_pgfail',
			'rss',
		]);
	});

	test('a device without a driver in the guest gives no values and no age', async () => {
		const {connection} = await allGuests();
		const {memory} = domainOf(await sampleOf(connection), 'qn');
		expect(memory).toMatchObject({balloon: 'present', period: 0, isUnanswered: true});
		expect(memory.statsAge).toBeUndefined();
		expect(memory.stats?.map(({tag}) => tag)).toEqual(['actual', 'rss']);
	});

	test('a device without an id is found', async () => {
		const {connection, host} = await allGuests();
		host.write('/proc/uptime', '1e9 0\n');
		const {memory} = domainOf(await sampleOf(connection), 'qanon');
		expect(memory).toMatchObject({balloon: 'present', period: 0});
		expect(memory.statsAge).toBeGreaterThan(0);
	});

	test('no device is no balloon: all its memory is given', async () => {
		const {connection} = await allGuests();
		const {memory} = domainOf(await sampleOf(connection), 'comma,guest');
		expect(memory).toMatchObject({
			balloon: 'absent',
			currentKiB: 65_536,
			maximumKiB: 65_536,
			periodRefusal: 'no balloon device',
		});
	});
});

test('what does not change is asked once an incarnation, the rest each time', async () => {
	const {connection, qemus} = await allGuests();
	await sampleOf(connection);
	const first = qemus.qa.asked.length;
	await sampleOf(connection);
	expect(qemus.qa.asked.slice(first)).toEqual([
		'qmp_capabilities',
		'query-blockstats',
		'query-status',
		'query-balloon',
		'qom-get',
		'qom-get',
	]);
	expect(qemus.qa.served()).toBe(2);
	await eventually(qemus.qa.clients).toBe(0);
});

test('query-block is asked again when a disk was plugged in', async () => {
	const {connection, qemus} = await allGuests();
	await sampleOf(connection);
	qemus.qa.change('query-blockstats', (reply) => ({return: (reply.return as unknown[]).slice(0, 2)}));
	const asked = qemus.qa.asked.length;
	expect(domainOf(await sampleOf(connection), 'qa').disks).toHaveLength(2);
	expect(qemus.qa.asked.slice(asked)).toContain('query-block');
});

test('a guest that ended leaves without a problem, a new one of its pid is another incarnation', async () => {
	const {connection, host} = await allGuests();
	const before = domainOf(await sampleOf(connection), 'qa');
	host.end(pids.qn);
	const stat = host.captured(`/proc/${pids.qa}/stat`);
	const [, start = ''] = before.incarnation.split(':');
	host.write(`/proc/${pids.qa}/stat`, stat.replace(` ${start} `, ` ${Number(start) + 500} `));
	const {domains, problems} = await sampleOf(connection);
	expect(problems).toEqual([]);
	expect(domains.map(({name}) => name)).toEqual(['qa', 'qanon', 'qb', 'comma,guest']);
	expect(domains[0]?.key).toBe(before.key);
	expect(domains[0]?.incarnation).not.toBe(before.incarnation);
});

test('a guest that ends while it is asked leaves without a problem', async () => {
	const {connection, host, qemus} = await allGuests();
	await sampleOf(connection);
	qemus.qa.change('query-blockstats', () => {
		host.end(pids.qa);
		void qemus.qa.close();
		return {return: []};
	});
	const {domains, problems} = await sampleOf(connection);
	expect(problems).toEqual([]);
	expect(domains.map(({name}) => name)).not.toContain('qa');
});

test('two processes with one uuid are both shown, the older under the plain key', async () => {
	const {connection, host} = await allGuests();
	const qa = host.captured(`/proc/${pids.qa}/cmdline`);
	host.write(`/proc/${pids.qn}/cmdline`, qa.replaceAll('/qa/', '/qn/'));
	const {domains} = await sampleOf(connection);
	const twins = domains.filter(({name}) => name === 'qa');
	expect(twins.map(({key}) => key)).toEqual([
		'976246db-fc92-50ea-acec-e61171433db1',
		`976246db-fc92-50ea-acec-e61171433db1#${pids.qn}`,
	]);
});

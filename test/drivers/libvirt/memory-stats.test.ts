import {expect, test} from 'vitest';
import {readMemoryStats} from '../../../drivers/libvirt/read-memory-stats.ts';
import type {Connection, MemoryAnswer} from '../../../source/driver/driver.ts';
import type {FakeLibvirtdOptions} from './fake-libvirtd.ts';
import {createLibvirtWorld, domainOf, refresh} from './libvirt-world.ts';
import {openFake} from './open-fake.ts';
import {someDomain} from './some-domain.ts';

const ask = async (connection: Connection): Promise<MemoryAnswer | undefined> =>
	connection.memoryStats?.(domainOf(await refresh(connection), 'web'));

const world = async (
	memoryStats: readonly (readonly [tag: number, value: number])[],
	more: FakeLibvirtdOptions = {},
) => {
	const made = await createLibvirtWorld({domains: [someDomain({name: 'web', memoryStats})], ...more});
	return {...made, connection: await made.connect()};
};

test('what libvirt answers comes in its order and with its values, tags nobody knows left out', async () => {
	const {connection} = await world([
		[7, 212_076],
		[6, 98_304],
		[99, 1],
		[9, 0],
		[0, 5],
	]);
	expect(await ask(connection)).toEqual({
		stats: [
			{tag: 'rss', value: 212_076},
			{tag: 'actual', value: 98_304},
			{tag: 'last_update', value: 0},
			{tag: 'swap_in', value: 5},
		],
		notes: [],
	});
});

test('all thirteen tags have their names', async () => {
	const {connection} = await world(Array.from({length: 20}, (_, tag) => [tag, tag] as const));
	expect((await ask(connection))?.stats.map(({tag}) => tag)).toEqual([
		'swap_in',
		'swap_out',
		'major_fault',
		'minor_fault',
		'unused',
		'available',
		'actual',
		'rss',
		'usable',
		'last_update',
		'disk_caches',
		'hugetlb_pgalloc',
		'hugetlb_pgfail',
	]);
});

test('of a container and of Virtuozzo the values are virsh’s, and a note says what they are', async () => {
	const lxc = await world(
		[
			[6, 65_536],
			[0, 548],
			[7, 548],
		],
		{hypervisor: 'LXC', bulk: false},
	);
	const container = await ask(lxc.connection);
	expect(container?.stats.map(({tag, value}) => `${tag} ${value}`)).toEqual([
		'actual 65536',
		'swap_in 548',
		'rss 548',
	]);
	expect(container?.notes).toEqual([expect.stringMatching(/^swap_in of a container is .* in use/)]);
	const vz = await ask(
		(
			await world(
				[
					[0, 4096],
					[1, 8192],
				],
				{hypervisor: 'vz'},
			)
		).connection,
	);
	expect(vz?.stats.map(({value}) => value)).toEqual([4096, 8192]);
	expect(vz?.notes).toEqual([expect.stringContaining('bytes')]);
});

test('a refusal is told in libvirt’s words, and one of a domain that is gone too', async () => {
	const {fake, connection} = await world([]);
	const message = 'Requested operation is not valid: domain is not running';
	fake.refuse('memoryStats', 55, message);
	await expect(ask(connection)).rejects.toThrow(`The memory statistics of web are unknown: ${message}.`);
	const gone = domainOf(await refresh(connection), 'web');
	await expect(connection.memoryStats?.({...gone, incarnation: 'id 99'})).rejects.toThrow('not running');
});

test('an answer that does not come is waited for ten seconds', async () => {
	const {clock, fake, remote} = await openFake({domains: [someDomain({name: 'web'})]});
	const [domain] = await remote.listDomains();
	fake.hush();
	const {signal} = new AbortController();
	const question = {clock, hypervisor: 'QEMU', signal};
	const answer = domain && readMemoryStats(remote, domain, 'web', question).catch((error: Error) => error);
	await expect.poll(() => fake.count('memoryStats')).toBe(1);
	await clock.advance(10);
	expect(`${await answer}`).toMatch(/has not answered for 10 s\.$/);
});

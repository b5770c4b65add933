import {describe, expect, test} from 'vitest';
import {domainLimit} from '../../../source/model/domain-bounds.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createLibvirtWorld, domainOf, refresh} from './libvirt-world.ts';
import {someDomain} from './some-domain.ts';

/** virDomainEventType. */
const started = 2;
const suspended = 3;
const stopped = 5;

const twoDomains = () => [someDomain({name: 'web', period: 2}), someDomain({name: 'db'})];

describe('a refresh', () => {
	test('is one bulk call, which asks for vCPUs too', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		await refresh(connection);
		const asked = fake.calls.filter(({name}) => name === 'bulkStats').map((call) => call.arguments);
		expect(asked).toEqual([
			{domains: [], groups: 63, flags: 2 ** 29},
			{domains: [], groups: 63, flags: 2 ** 29},
		]);
	});

	test('costs no other call about the domains once they are known', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		const before = fake.calls.length;
		await refresh(connection);
		expect(fake.calls.slice(before).map(({name}) => name)).toEqual(['bulkStats']);
	});

	test('goes over the read-only socket', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		await refresh(await connect());
		expect(fake.calls.every(({isReadOnly}) => isReadOnly)).toBe(true);
		expect(fake.served()).toBe(1);
	});

	test('goes over the only socket with the read-only flag, where there is one', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains(), hasReadOnlySocket: false});
		await refresh(await connect());
		const calls = fake.calls.filter(({name}) => name === 'bulkStats');
		expect(calls.map(({isReadOnly}) => isReadOnly)).toEqual([true]);
	});

	test('reads the period from the XML, and again once it has changed there', async () => {
		const {fake, clock, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		expect(domainOf(await refresh(connection), 'web').memory.period).toBe(2);
		fake.domain('web').set({period: 5});
		clock.shift(31);
		expect(domainOf(await refresh(connection), 'web').memory.period).toBe(5);
	});

	test('takes up a disk that was attached, with what the XML says of it, and drops one that went', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		fake.domain('web').set({
			stats: {'block.count': 3, 'block.2.name': 'vdc', 'block.2.path': '/new.raw', 'block.2.rd.bytes': 7},
		});
		const disks = domainOf(await refresh(connection), 'web').disks;
		expect(disks?.map(({name, readBytes}) => [name, readBytes])).toContainEqual(['vdc', 7]);
		await refresh(connection);
		expect(fake.calls.filter(({name}) => name === 'domainXml')).toHaveLength(3);
	});
});

describe('a domain that does not answer in full', () => {
	test('keeps its row with its last numbers, and what holds it and for how long', async () => {
		const {fake, connect, clock} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		const before = domainOf(await refresh(connection), 'web');
		fake.domain('web').hold();
		fake.domain('web').set({
			control: {state: 1, milliseconds: 12_000},
			job: {type: 1, parameters: {operation: 5, time_elapsed: 34_000}},
		});
		clock.shift(2);
		const sample = await refresh(connection);
		const held = domainOf(sample, 'web');
		expect(held.busy?.reason).toMatch(/migration/);
		expect(held.busy?.seconds).toBe(34);
		expect(held.at).toBe(before.at);
		expect(held.disks).toEqual(before.disks);
		expect(domainOf(sample, 'db').at).toBeGreaterThan(before.at);
		expect(sample.problems.map(({domain}) => domain)).toEqual([held.key]);
		fake.domain('web').release();
		fake.domain('web').set({control: {state: 0, milliseconds: 0}});
		const after = domainOf(await refresh(connection), 'web');
		expect(after.busy).toBeUndefined();
		expect(after.at).toBeGreaterThan(before.at);
	});

	test('is told of by its monitor where that hangs', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		fake.domain('db').hang();
		fake.domain('db').set({control: {state: 2, milliseconds: 4000}});
		const sample = await refresh(connection);
		expect(domainOf(sample, 'db').busy).toEqual({reason: 'its monitor does not answer', seconds: 4});
		expect(sample.problems[0]?.message).toBe('The monitor of db has not answered libvirt for 4.0 s.');
		fake.domain('db').release();
	});

	test('is held by a job, and not by a failed monitor, while that job waits outside of the monitor', async () => {
		const {fake, connect, clock} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		fake.domain('db').hold();
		for (const [details, reason] of [
			[3, 'a job'],
			[2, 'its monitor failed'],
		] as const) {
			fake.domain('db').set({control: {state: 3, details, milliseconds: 0}});
			clock.shift(2);
			expect(domainOf(await refresh(connection), 'db').busy?.reason).toBe(reason);
		}

		fake.domain('db').release();
	});

	test('is free again at once, however many are held beside it', async () => {
		const names = Array.from({length: 12}, (_, index) => `vm${index}`);
		const {fake, connect} = await createLibvirtWorld({domains: names.map((name) => someDomain({name}))});
		const connection = await connect();
		await refresh(connection);
		for (const name of names) {
			fake.domain(name).hold();
			fake.domain(name).set({control: {state: 1, milliseconds: 9000}});
		}

		await refresh(connection);
		const held = await refresh(connection);
		expect(held.domains.filter(({busy}) => busy)).toHaveLength(12);
		for (const name of names) {
			fake.domain(name).release();
			fake.domain(name).set({control: {state: 0, milliseconds: 0}});
		}

		const {domains, problems} = await refresh(connection);
		expect(domains.filter(({busy}) => busy)).toEqual([]);
		expect(problems).toEqual([]);
	});

	test('that libvirt refuses to tell of is a problem of its own, in its words', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains(), bulk: false, hypervisor: 'LXC'});
		const connection = await connect();
		await refresh(connection);
		fake.refuse('domainInfo', 38, 'cannot read cputime for domain', 'web');
		const {problems, domains} = await refresh(connection);
		expect(domains).toHaveLength(2);
		expect(problems.map(({message}) => message)).toEqual([
			'libvirt did not report web: cannot read cputime for domain.',
		]);
	});
});

test('vCPUs have a reason where libvirt has no bulk call', async () => {
	const {connect} = await createLibvirtWorld({domains: twoDomains(), bulk: false, hypervisor: 'LXC'});
	const connection = await connect();
	await refresh(connection);
	expect(domainOf(await refresh(connection), 'web').vcpusReason).toBe(
		'libvirt does not report them for this hypervisor',
	);
});

describe('between refreshes', () => {
	test('events keep the list right while no answer comes', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		for (const name of ['web', 'db']) {
			fake.domain(name).hang();
		}

		fake.lifecycle('web', suspended);
		fake.balloon('web', 65_536);
		fake.domain('db').set({id: undefined});
		fake.lifecycle('db', stopped);
		const sampleNow = () => connection.sample({delay: 2}, AbortSignal.abort());
		await eventually(async () => domainOf(await sampleNow(), 'db').state).toBe('shutoff');
		const sample = await sampleNow();
		expect(domainOf(sample, 'web').state).toBe('paused');
		expect(domainOf(sample, 'web').memory.currentKiB).toBe(65_536);
		expect(domainOf(sample, 'db').incarnation).toBe('off');
	});

	test('an event tells that a refresh would show something new', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		let changes = 0;
		const connection = await connect({onChange: () => (changes += 1)});
		await refresh(connection);
		expect(changes).toBe(0);
		fake.lifecycle('web', suspended);
		await eventually(() => changes).toBe(1);
	});

	test('of events without end so many are taken until the next refresh, which tells what they did', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		let changes = 0;
		const connection = await connect({onChange: () => (changes += 1)});
		await refresh(connection);
		for (let count = 0; count < domainLimit; count += 1) {
			fake.balloon('web', 1000);
		}

		fake.balloon('web', 65_536);
		await eventually(() => changes).toBe(domainLimit + 1);
		const readNow = async () => {
			const sample = await connection.sample({delay: 2}, AbortSignal.abort());
			return domainOf(sample, 'web').memory.currentKiB;
		};
		expect(await readNow()).toBe(1000);
		fake.balloon('web', 65_536);
		await eventually(readNow).toBe(65_536);
	});

	test('a domain that was started anew has another incarnation at once', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		const before = domainOf(await refresh(connection), 'web').incarnation;
		fake.domain('web').set({id: 77});
		fake.lifecycle('web', started);
		expect(domainOf(await refresh(connection), 'web').incarnation).not.toBe(before);
	});
});

describe('the connection', () => {
	test('that ends is lost, with why', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		await refresh(connection);
		fake.hangUp();
		await expect(
			refresh(connection).then(
				() => refresh(connection),
				(error) => Promise.reject(error),
			),
		).rejects.toThrow(/libvirt/);
	});

	test('of the test driver tells what its bulk call leaves out', async () => {
		const {connect} = await createLibvirtWorld({
			hypervisor: 'TEST',
			domains: [someDomain({name: 'test', period: 2})],
		});
		const {domains} = await refresh(await connect());
		expect(domains.map(({cpuSeconds, disks}) => [cpuSeconds, disks?.[0]?.readBytes])).toEqual([
			[4.1, 29_364_736],
		]);
	});
});

describe('the period', () => {
	test('is written over a connection that is open only meanwhile', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		const web = domainOf(await refresh(connection), 'web');
		expect(await connection.setBalloonPeriod?.(web, 7)).toBe(7);
		const [written] = fake.calls.filter(({name}) => name === 'setMemoryStatsPeriod');
		expect(written?.isReadOnly).toBe(false);
		expect(written?.arguments).toMatchObject({period: 7, flags: 1});
		expect(fake.served()).toBe(2);
		await eventually(fake.clients).toBe(1);
	});

	test('is refused in libvirt’s words', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const connection = await connect();
		const web = domainOf(await refresh(connection), 'web');
		fake.refuse('setMemoryStatsPeriod', 55, 'Requested operation is not valid: domain is not running');
		await expect(connection.setBalloonPeriod?.(web, 7)).rejects.toThrow(
			'libvirt refused the period of web: Requested operation is not valid: domain is not running.',
		);
	});

	test('of first sight that libvirt refuses is told as a problem, and another may be set', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		fake.refuse('setMemoryStatsPeriod', 38, 'out of luck');
		const connection = await connect({balloonPeriod: 9});
		const sample = await refresh(connection);
		const db = domainOf(sample, 'db');
		expect(sample.problems.map(({kind, domain, message}) => [kind, domain, message])).toEqual([
			['period', db.key, 'libvirt refused the period of db: out of luck.'],
		]);
		expect(db.memory.periodRefusal).toBeUndefined();
		fake.refuse('setMemoryStatsPeriod');
		expect(await connection.setBalloonPeriod?.(db, 4)).toBe(4);
		expect((await refresh(connection)).problems).toEqual([]);
	});

	test('of first sight is not set again after a reconnect, though somebody stopped it', async () => {
		const {fake, connect} = await createLibvirtWorld({domains: twoDomains()});
		const remembered = new Map<string, string>();
		const first = await connect({balloonPeriod: 9, remembered});
		expect(domainOf(await refresh(first), 'db').memory.period).toBe(9);
		expect(domainOf(await refresh(first), 'web').memory.period).toBe(2);
		await first.close();
		fake.domain('db').set({period: 0});
		const second = await connect({balloonPeriod: 9, remembered});
		expect(domainOf(await refresh(second), 'db').memory.period).toBe(0);
	});
});

test('a daemon that opens and then is silent has not told that it has no domains; one that told so has', async () => {
	const {fake, statuses, connect} = await createLibvirtWorld({domains: []});
	const connection = await connect();
	fake.hush();
	expect(await refresh(connection)).toMatchObject({
		domains: [],
		unanswered: 'libvirt has not answered in time.',
		problems: [{kind: 'late'}],
	});
	expect(statuses.map(({message}) => message)).not.toContain('0 domains');
	fake.speak();
	await eventually(async () => (await refresh(connection)).unanswered).toBe(undefined);
	fake.hush();
	expect((await refresh(connection)).unanswered).toBe(undefined);
});

import {describe, expect, test} from 'vitest';
import {simulatedDriver} from '../../../drivers/simulated/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Connection, ConnectionStatus, DriverOptions} from '../../../source/driver/driver.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {simulatedWorld} from './simulated-world.ts';

const {signal} = new AbortController();

const read = (connection: Connection): Promise<Sample> => connection.sample({delay: 2}, signal);

const named = ({domains}: Sample, name: string): Domain => {
	const domain = domains.find((candidate) => candidate.name === name);
	if (!domain) {
		throw new Error(`${name} is gone`);
	}

	return domain;
};

const open = async (uri = 'test:', changes: Partial<DriverOptions> = {}) => {
	const {clock, options} = simulatedWorld(changes);
	const connection = await simulatedDriver.connect(parseAddress(uri), options);
	const setPeriod = async (name: string, seconds: number) =>
		connection.setBalloonPeriod?.(named(await read(connection), name), seconds);
	return {clock, connection, setPeriod};
};

describe('addresses', () => {
	test('it is never found by itself', async () => {
		expect(await simulatedDriver.detect(simulatedWorld().options)).toEqual([]);
	});

	test.each([
		['test:///1x0', 1, 0],
		['test:///12x5', 12, 5],
		['test:///1000x4', 1000, 4],
		['test:///3x64', 3, 64],
	])('%s has so many domains with so many disks', async (uri, domains, disks) => {
		const {connection} = await open(uri);
		const sample = await read(connection);
		expect(sample.domains.length).toBe(domains);
		expect(new Set(sample.domains.map((domain) => domain.disks?.length))).toEqual(new Set([disks]));
		expect(new Set(sample.domains.map((domain) => domain.nics?.length))).toEqual(new Set([1]));
		expect(sample.domains[0]).toMatchObject({name: 'vm-0001', vcpuCount: 2});
	});

	test.each([
		'/0x4',
		'/10001x1',
		'/1x65',
		'/defaults',
		'/10x',
		'/x',
		'/1x1/',
		'/-1x1',
		'/1e3x4',
		'/default\u001B[2J',
	])('%j is refused with both forms as advice', async (path) => {
		const address = {...parseAddress('test:'), path, uri: `test://${path}`};
		await expect(simulatedDriver.connect(address, simulatedWorld().options)).rejects.toMatchObject({
			name: 'DriverError',
			message: expect.stringMatching(/^There is no simulated host at [^\u0000-\u001F]*\.$/),
			advice: expect.stringMatching(/test:\/\/\/default.*test:\/\/\/1000x4/),
		});
	});

	test('it says that it is made up', async () => {
		const statuses: ConnectionStatus[] = [];
		await open('test:', {onStatus: (status) => statuses.push(status)});
		expect(statuses.map(({state}) => state)).toEqual(['connecting', 'reading']);
		expect(simulatedDriver.simulated).toBe(true);
	});
});

test('after close it answers no more', async () => {
	const {connection} = await open();
	const domain = named(await read(connection), 'mail');
	await connection.close();
	await expect(read(connection)).rejects.toMatchObject({name: 'DriverError', advice: 'Connect to it again.'});
	await expect(connection.setBalloonPeriod?.(domain, 2)).rejects.toMatchObject({name: 'DriverError'});
});

describe('time', () => {
	test('two connections under the same clocks read the same, and time is theirs', async () => {
		const one = await open();
		const other = await open();
		await one.clock.advance(3.5);
		await other.clock.advance(1.25);
		await other.clock.advance(2.25);
		const sample = await read(one.connection);
		expect(await read(other.connection)).toEqual(sample);
		expect(sample.host.at).toBe(one.clock.monotonic());
		expect(named(sample, 'db-orders').at).toBe(one.clock.monotonic());
	});

	test('a silent domain has exactly the same time until it answers again', async () => {
		const {clock, connection} = await open();
		const silentTimes = new Set<number>();
		for (let reading = 0; reading < 1800; reading++) {
			await clock.advance(0.100_000_3);
			const sample = await read(connection);
			const {at} = named(sample, 'stuck-guest');
			if (at !== sample.host.at) {
				silentTimes.add(at);
			}
		}

		// A round is 180 s long and is silent for 60 s of it: begun before, and perhaps anew.
		expect(silentTimes.size).toBeGreaterThanOrEqual(1);
		expect(silentTimes.size).toBeLessThanOrEqual(2);
	});

	test('a wall clock that jumps moves no counter', async () => {
		const {clock, options} = simulatedWorld();
		let jump = 0;
		const jumping = {...clock, wall: () => clock.wall() + jump};
		const connection = await simulatedDriver.connect(parseAddress('test:'), {...options, clock: jumping});
		const before = await read(connection);
		jump = -3_600_000;
		expect(await read(connection)).toEqual(before);
	});

	test.each([0, Date.UTC(2026, 10, 20, 12), Date.UTC(2090, 0, 1)])(
		'any wall clock will do: %d',
		async (wall) => {
			const {options} = simulatedWorld({}, wall);
			const sample = await read(await simulatedDriver.connect(parseAddress('test:'), options));
			expect(sample.domains.length).toBeGreaterThan(12);
			for (const {memory} of sample.domains.filter(({at}) => at === sample.host.at)) {
				const updated = memory.stats?.find(({tag}) => tag === 'last_update')?.value;
				expect(wall / 1000 - (updated ?? wall / 1000)).toBeCloseTo(memory.statsAge ?? 0, 6);
			}
		},
	);
});

describe('periods', () => {
	test('a period makes a balloon fresh at once and keeps it so; 0 stops it and its numbers stay', async () => {
		const {clock, connection, setPeriod} = await open();
		const mail = async () => named(await read(connection), 'mail').memory;
		expect((await mail()).statsAge).toBeGreaterThan(3600);
		await clock.advance(10);
		expect(await setPeriod('mail', 2)).toBe(2);
		expect((await mail()).statsAge).toBeLessThan(1);
		await clock.advance(60.5);
		const running = await mail();
		expect(running.period).toBe(2);
		expect(running.statsAge).toBeLessThan(3);
		expect(await setPeriod('mail', 0)).toBe(0);
		await clock.advance(100);
		const stopped = await mail();
		expect(stopped.period).toBe(0);
		expect(stopped.statsAge).toBeCloseTo((running.statsAge ?? 0) + 100, 6);
		expect(stopped.stats?.filter(({tag}) => tag !== 'rss')).toEqual(
			running.stats?.filter(({tag}) => tag !== 'rss'),
		);
	});

	test('a guest without a driver takes a period and gives nothing', async () => {
		const {clock, connection, setPeriod} = await open();
		expect(await setPeriod('windows-legacy', 2)).toBe(2);
		await clock.advance(10);
		expect(named(await read(connection), 'windows-legacy').memory).toMatchObject({
			period: 2,
			stats: [],
			statsAge: undefined,
		});
	});

	test('a period reaches one incarnation only', async () => {
		const {clock, connection, setPeriod} = await open();
		const planned = named(await read(connection), 'reboots-often').memory.period;
		await setPeriod('reboots-often', 17);
		expect(named(await read(connection), 'reboots-often').memory.period).toBe(17);
		await clock.advance(300);
		expect(named(await read(connection), 'reboots-often').memory.period).toBe(planned);
	});

	test('a domain that does not answer takes none', async () => {
		const {clock, connection, setPeriod} = await open();
		while ((await read(connection)).problems.length === 0) {
			await clock.advance(1);
		}

		await expect(setPeriod('stuck-guest', 2)).rejects.toThrow(/^stuck-guest has not answered for \d+ s\.$/);
	});

	test.each([-1, 1.5, Number.NaN, 2 ** 32])('%d is no period', async (seconds) => {
		const {setPeriod} = await open();
		await expect(setPeriod('mail', seconds)).rejects.toMatchObject({
			name: 'DriverError',
			advice: expect.stringContaining('whole seconds'),
		});
	});

	test('at first sight each incarnation without a period gets the one asked for', async () => {
		const {clock, connection, setPeriod} = await open('test:', {balloonPeriod: 4});
		const first = await read(connection);
		expect(named(first, 'mail').memory).toMatchObject({period: 4});
		expect(named(first, 'db-orders').memory.period).toBe(2);
		expect(named(first, 'read-only-socket').memory.period).toBe(0);
		await setPeriod('mail', 0);
		const incarnations = new Set<string>();
		for (let minute = 0; minute < 20; minute++) {
			await clock.advance(60);
			const sample = await read(connection);
			expect(named(sample, 'mail').memory.period).toBe(0);
			const batch = sample.domains.find(({name}) => name === 'nightly-batch');
			if (batch) {
				incarnations.add(batch.incarnation);
				expect(batch.memory.period).toBe(4);
			}
		}

		expect(incarnations.size).toBeGreaterThan(1);
	});
});

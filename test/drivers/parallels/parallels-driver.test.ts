import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {parallelsDriver} from '../../../drivers/parallels/parallels-driver.ts';
import {parseAddress} from '../../../source/address.ts';
import {systemClock} from '../../../source/clock.ts';
import type {Connection, ConnectionStatus} from '../../../source/driver.ts';
import type {Domain, Sample} from '../../../source/sample.ts';
import {createPrlctlWorld, type PrlctlWorldOptions} from './prlctl-world.ts';
import {web1} from './some-machines.ts';

vi.setConfig({testTimeout: 30_000});

const open = async (given: PrlctlWorldOptions = {}) => {
	const world = createPrlctlWorld(given);
	const statuses: ConnectionStatus[] = [];
	const connection = await parallelsDriver.connect(parseAddress('prlctl:'), {
		root: '/',
		clock: systemClock,
		spawn: world.spawn,
		readOnly: false,
		onStatus: (status) => statuses.push(status),
	});
	onTestFinished(() => connection.close());
	return {world, statuses, connection};
};

const refresh = (connection: Connection, delay = 2): Promise<Sample> =>
	connection.sample({vcpus: false, delay}, AbortSignal.timeout(1500));

const domainOf = ({domains}: Sample, name: string): Domain => {
	const found = domains.find((domain) => domain.name === name);
	if (!found) {
		throw new Error(`${name} is not among ${domains.map((domain) => domain.name).join(', ')}`);
	}

	return found;
};

/** Statistics children that were started and have not ended. */
const subscribed = (
	calls: readonly {readonly arguments: readonly string[]; readonly ended?: string}[],
): number =>
	calls
		.filter((call) => call.arguments[0] === 'statistics')
		.reduce((count, {ended}) => count + (ended === undefined ? 1 : -1), 0);

const subscriptions = (started: readonly string[]): number =>
	started.filter((words) => words.startsWith('statistics')).length;

describe('the subscription', () => {
	test('is taken by the first refresh, and serves the next ones', async () => {
		const {world, connection, statuses} = await open();
		expect(subscriptions(world.started())).toBe(0);
		const first = await refresh(connection);
		expect(domainOf(first, 'web1').disks?.some(({readBytes}) => (readBytes ?? 0) > 0)).toBe(true);
		await refresh(connection);
		await refresh(connection);
		expect(subscriptions(world.started())).toBe(1);
		expect(statuses.at(-1)?.state).toBe('subscribed');
	});

	test('ends by itself where nobody asks, and the next refresh brings it back', async () => {
		const {world, connection, statuses} = await open();
		await refresh(connection, 0.1);
		await expect.poll(() => statuses.at(-1)?.state, {timeout: 5000}).toBe('unsubscribed');
		await world.allGone();
		await refresh(connection, 0.1);
		expect(subscriptions(world.started())).toBe(2);
		expect(statuses.at(-1)?.state).toBe('subscribed');
	});

	test('is given back when it is released, and is gone then', async () => {
		const {world, connection, statuses} = await open();
		await refresh(connection);
		await connection.release?.();
		expect(subscribed(world.calls())).toBe(0);
		expect(statuses.at(-1)?.state).toBe('unsubscribed');
	});

	test('that the service refuses is a problem with advice, and the machines keep their rows', async () => {
		const {connection, world} = await open();
		const before = await refresh(connection);
		world.change({start: 'service down'});
		await connection.release?.();
		const after = await refresh(connection);
		expect(after.domains.map(({name}) => name)).toEqual(before.domains.map(({name}) => name));
		expect(domainOf(after, 'web1').at).toBe(domainOf(before, 'web1').at);
		expect(after.problems.map(({kind}) => kind)).toContain('subscription');
		expect(after.problems[0]?.advice).toMatch(/\S\.$/);
	});

	test('is not taken while no machine runs, which is no problem', async () => {
		const {connection, world} = await open({state: {machines: [{...web1, status: 'stopped', since: 0}]}});
		const {domains, problems} = await refresh(connection);
		expect(domains.map(({state}) => state)).toEqual(['shutoff']);
		expect(problems).toEqual([]);
		expect(subscriptions(world.started())).toBe(0);
	});

	test('is given up at the end of the last machine, whose silence is no problem', async () => {
		const {connection, world, statuses} = await open();
		await refresh(connection);
		world.change({machines: world.state().machines.map((one) => ({...one, status: 'stopped'}))});
		const problems: string[] = [];
		const stateOf = async () => {
			const sample = await refresh(connection, 0.3);
			problems.push(...sample.problems.map(({kind}) => kind));
			return domainOf(sample, 'web1').state;
		};
		await expect.poll(stateOf, {timeout: 10_000, interval: 300}).toBe('shutoff');
		await expect.poll(() => statuses.at(-1)?.state).toBe('unsubscribed');
		expect(problems).toEqual([]);
		world.change({machines: world.state().machines.map((one) => ({...one, status: 'running'}))});
		await expect.poll(stateOf, {timeout: 10_000, interval: 300}).toBe('running');
		expect(statuses.at(-1)?.state).toBe('subscribed');
		expect(problems).toEqual([]);
	});

	test('whose child does not end holds up no refresh', {timeout: 30_000}, async () => {
		const {connection, world} = await open({state: {ignores: ['end of input', 'SIGTERM']}});
		await refresh(connection);
		world.addMachine({...web1, uuid: 'cccccccc-0000-4000-8000-000000000009', name: 'new'});
		let longest = 0;
		const readOf = async () => {
			const before = performance.now();
			const {domains} = await refresh(connection, 1);
			longest = Math.max(longest, performance.now() - before);
			return domains.find(({name}) => name === 'new')?.cpuSeconds !== undefined;
		};
		await expect.poll(readOf, {timeout: 25_000, interval: 500}).toBe(true);
		expect(longest).toBeLessThan(1700);
		world.change({ignores: []});
	});

	test('is not taken anew by a refresh while it is given back', async () => {
		const {connection, world} = await open({state: {ignores: ['end of input']}});
		await refresh(connection);
		const released = connection.release?.();
		await refresh(connection);
		await released;
		expect(subscribed(world.calls())).toBe(0);
		await refresh(connection);
		expect(subscribed(world.calls())).toBe(1);
	});

	test('without stdbuf works in bursts, and says so', async () => {
		const {connection} = await open({stdbuf: false});
		await refresh(connection);
		expect((await refresh(connection)).problems.map(({kind}) => kind)).toContain('bursts');
	});
});

describe('the machines', () => {
	test('that appear are taken up, in the subscription too', {timeout: 30_000}, async () => {
		const {connection, world} = await open();
		await refresh(connection);
		world.addMachine({...web1, uuid: 'cccccccc-0000-4000-8000-000000000009', name: 'new'});
		const readOf = async () => {
			const {domains} = await refresh(connection, 1);
			return domains.find(({name}) => name === 'new')?.cpuSeconds !== undefined;
		};
		await expect.poll(readOf, {timeout: 25_000, interval: 500}).toBe(true);
	});

	test('have the names of their disks, and what stands behind them', {timeout: 15_000}, async () => {
		const {connection} = await open();
		await expect
			.poll(async () => domainOf(await refresh(connection), 'web1').disks?.map(({name}) => name), {
				timeout: 10_000,
			})
			.toContain('hdd0');
	});

	test('cannot have a balloon period set, and say why', async () => {
		const {connection} = await open();
		const {memory} = domainOf(await refresh(connection), 'web1');
		expect(connection.setBalloonPeriod).toBeUndefined();
		expect(memory.periodRefusal).toMatch(/prlctl/);
	});
});

test('without prlctl the connection says so', async () => {
	await expect(open({prlctl: false})).rejects.toThrow(/prlctl/);
});

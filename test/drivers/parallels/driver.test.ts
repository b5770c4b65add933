import {describe, expect, onTestFinished, test} from 'vitest';
import {parallelsDriver} from '../../../drivers/parallels/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Connection, ConnectionStatus} from '../../../source/driver/driver.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import {eventually} from '../../helpers/eventually.ts';
import {promptly} from '../../helpers/promptly.ts';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {createSlowClock} from '../../helpers/slow-clock.ts';
import {createPrlctlWorld, type PrlctlWorldOptions} from './prlctl-world.ts';
import {web1} from './some-machines.ts';

const open = async (given: PrlctlWorldOptions = {}) => {
	const world = createPrlctlWorld(given);
	const clock = createShiftedClock(createSlowClock());
	const statuses: ConnectionStatus[] = [];
	const connection = await parallelsDriver.connect(parseAddress('prlctl:'), {
		root: '/',
		clock,
		spawn: world.spawn,
		readOnly: false,
		onStatus: (status) => statuses.push(status),
	});
	onTestFinished(async () => {
		clock.freeSleepers();
		await connection.close();
	});
	return {world, clock, statuses, connection};
};

/** One refresh, which nothing ends before it is done. */
const refresh = (connection: Connection, delay = 2): Promise<Sample> =>
	connection.sample({delay}, new AbortController().signal);

/** Seconds after which the list of machines is read again, and after which a machine without events is missed. */
const listPause = 6;

const domainOf = ({domains}: Sample, name: string): Domain => {
	const found = domains.find((domain) => domain.name === name);
	if (!found) {
		throw new Error(`${name} is not among ${domains.map((domain) => domain.name).join(', ')}`);
	}

	return found;
};

const kindsOf = ({problems}: Sample): readonly string[] => problems.map(({kind}) => kind);

const newcomer = {...web1, uuid: 'cccccccc-0000-4000-8000-000000000009', name: 'new'};

/** Statistics children that were started and have not ended. */
const subscribed = (
	calls: readonly {readonly arguments: readonly string[]; readonly ended?: string}[],
): number =>
	calls
		.filter((call) => call.arguments[0] === 'statistics')
		.reduce((count, {ended}) => count + (ended === undefined ? 1 : -1), 0);

const subscriptions = (started: readonly string[]): number =>
	started.filter((command) => command.startsWith('statistics')).length;

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
		const {world, clock, connection, statuses} = await open();
		await refresh(connection, 0.1);
		// Events that come in one burst count once.
		await eventually(() => {
			clock.shift(0.2);
			return statuses.at(-1)?.state;
		}).toBe('unsubscribed');
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
		const {connection, world, statuses} = await open();
		const before = await refresh(connection);
		world.change({start: 'service down'});
		await connection.release?.();
		const ending = new AbortController();
		const refused = connection.sample({delay: 2}, ending.signal);
		await eventually(() => statuses.at(-1)?.message).toMatch(/^The subscription ended/);
		ending.abort();
		const after = await refused;
		expect(after.domains.map(({name}) => name)).toEqual(before.domains.map(({name}) => name));
		expect(domainOf(after, 'web1').at).toBe(domainOf(before, 'web1').at);
		expect(kindsOf(after)).toContain('subscription');
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
		const {connection, world, clock, statuses} = await open();
		await refresh(connection);
		const become = (status: string) =>
			world.change({machines: world.state().machines.map((one) => ({...one, status}))});
		become('stopped');
		// Long enough for its silence to be missed, and for a list that is old for that, but not for one that is old by itself.
		clock.shift(4);
		const stopped = await refresh(connection);
		expect([domainOf(stopped, 'web1').state, kindsOf(stopped)]).toEqual(['shutoff', []]);
		await eventually(() => statuses.at(-1)?.state).toBe('unsubscribed');
		become('running');
		clock.shift(listPause);
		const running = await refresh(connection);
		expect([domainOf(running, 'web1').state, kindsOf(running)]).toEqual(['running', []]);
		expect(statuses.at(-1)?.state).toBe('subscribed');
	});

	test('whose child does not end holds up no refresh', async () => {
		const {connection, world, clock} = await open({state: {ignores: ['end of input', 'SIGTERM']}});
		await refresh(connection);
		const [first = 0] = world.running();
		world.addMachine(newcomer);
		// No signal follows the end of its input.
		clock.holdSleepers();
		for (let count = 0; count < 3; count += 1) {
			clock.shift(listPause);
			await promptly(refresh(connection), 'a refresh');
		}

		expect(domainOf(await promptly(refresh(connection), 'a refresh'), 'new').cpuSeconds).toBeDefined();
		expect(world.running()).toContain(first);
		expect(subscribed(world.calls())).toBe(2);
		world.change({ignores: []});
		process.kill(first, 'SIGTERM');
	});

	test('is not taken anew by a refresh while it is given back', async () => {
		const {connection, world} = await open({state: {ignores: ['end of input']}});
		await refresh(connection);
		const [child = 0] = world.running();
		const released = connection.release?.();
		await promptly(refresh(connection), 'a refresh');
		process.kill(child, 'SIGTERM');
		await released;
		expect(subscribed(world.calls())).toBe(0);
		await refresh(connection);
		expect(subscribed(world.calls())).toBe(1);
		world.change({ignores: []});
	});

	test('without stdbuf works in bursts, and says so', async () => {
		const {connection} = await open({stdbuf: false});
		expect(kindsOf(await refresh(connection))).toContain('bursts');
	});
});

describe('the machines', () => {
	test('that appear are taken up, in the subscription too', async () => {
		const {connection, world, clock} = await open();
		await refresh(connection);
		world.addMachine(newcomer);
		clock.shift(listPause);
		expect(domainOf(await refresh(connection), 'new').cpuSeconds).toBeUndefined();
		clock.shift(listPause);
		await refresh(connection);
		expect(domainOf(await refresh(connection), 'new').cpuSeconds).toBeDefined();
	});

	test('have the names of their disks, and what stands behind them', async () => {
		const {connection} = await open();
		const {disks} = domainOf(await refresh(connection), 'web1');
		expect(disks?.map(({name}) => name)).toContain('hdd0');
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

import {describe, expect, onTestFinished, test} from 'vitest';
import {createMachineLister} from '../../../../drivers/parallels/machines/create-machine-lister.ts';
import type {Clock} from '../../../../source/async/clock.ts';
import {activeResources, leftBehind} from '../../../helpers/active-resources.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {createSlowClock} from '../../../helpers/slow-clock.ts';
import {createFailedChild} from '../../xen/fake-child.ts';
import {createPrlctlWorld, type PrlctlWorldOptions} from '../prlctl-world.ts';
import {ct1, db1, web1} from '../some-machines.ts';

const never = new AbortController().signal;

const listing = (options: PrlctlWorldOptions = {}, clock: Clock = createSlowClock()) => {
	const world = createPrlctlWorld(options);
	const lister = createMachineLister({spawn: world.spawn, clock});
	onTestFinished(() => lister.close());
	return {world, lister};
};

const names = (machines: readonly {readonly name: string}[]) => machines.map(({name}) => name);
const shortCommand = 'list -a -o uuid,status,type,name';

describe('the short list', () => {
	test('is every machine, whatever its state', async () => {
		const {world, lister} = listing();
		world.addMachine({...ct1, status: 'stopped'});
		expect(await lister.short(never)).toEqual([
			{uuid: web1.uuid, name: 'web1', kind: 'vm', status: 'running'},
			{uuid: db1.uuid, name: 'db1', kind: 'vm', status: 'running'},
			{uuid: ct1.uuid, name: 'ct 1', kind: 'container', status: 'stopped'},
		]);
		expect(world.calls()).toMatchObject([
			{arguments: `${shortCommand} -j`.split(' '), locale: 'C'},
			{ended: 'done'},
		]);
	});

	test('of no machine is empty', async () => {
		const {lister} = listing({state: {machines: []}});
		expect(await lister.short(never)).toEqual([]);
	});

	test('comes in columns where JSON is not known, which is tried once', async () => {
		const {world, lister} = listing({state: {knowsJson: false}});
		world.addMachine(ct1);
		expect(names(await lister.short(never))).toEqual(['web1', 'db1', 'ct 1']);
		expect(await lister.short(never)).toContainEqual({
			uuid: ct1.uuid,
			name: 'ct 1',
			kind: 'container',
			status: 'running',
		});
		expect(world.started()).toEqual([`${shortCommand} -j`, shortCommand, shortCommand]);
		await expect(lister.long(never)).rejects.toMatchObject({
			message: 'prlctl list ended with status 1.',
			advice: 'Try prlctl list by hand to see what is wrong.',
		});
	});

	test('is not taken for one without JSON where it fails', async () => {
		const {world, lister} = listing({state: {start: 'service down'}});
		await expect(lister.short(never)).rejects.toMatchObject({
			name: 'DriverError',
			message: 'prlctl list ended with status 253: Login failed: Unable to connect to Virtuozzo.',
			advice: expect.stringContaining('systemctl status prl-disp'),
		});
		world.change({start: 'well'});
		expect(names(await lister.short(never))).toEqual(['web1', 'db1']);
	});
});

describe('the long list', () => {
	test('tells the configuration', async () => {
		const {lister} = listing();
		const machines = await lister.long(never);
		expect(machines.map(({name, details}) => [name, details?.disks.map(({counter}) => counter)])).toEqual([
			['db1', ['devices.scsi0', 'devices.virtio0']],
			['web1', ['devices.scsi0', 'devices.scsi1']],
		]);
		expect(machines[1]?.details).toMatchObject({
			memoryKiB: 4_194_304,
			cpus: 2,
			uptime: 3600,
			nics: [{index: 0, name: 'vme001c42aabbcc', mac: '00:1c:42:aa:bb:cc'}],
		});
	});

	test.each([true, false])('bears any name; nothing is escaped: %s', async (escapesNothing) => {
		const name = 'a "b" \\\u001b[2J\u0001 ü';
		const {world, lister} = listing({state: {escapesNothing}});
		world.addMachine({...ct1, name});
		const shown = 'a "b" \\\uFFFD[2J\uFFFD ü';
		expect(names(await lister.long(never)).toSorted()).toEqual([shown, 'db1', 'web1']);
		expect(names(await lister.short(never))).toEqual(['web1', 'db1', shown]);
	});
});

describe('a command that fails', () => {
	test('as there is no prlctl', async () => {
		const {lister} = listing({prlctl: false});
		await expect(lister.short(never)).rejects.toMatchObject({
			message: expect.stringMatching(/^prlctl list cannot be run: .*No such file or directory\.$/),
			advice: 'Run domtop on a Virtuozzo or Parallels host, with prlctl in PATH.',
		});
	});

	test('as it cannot be started', async () => {
		const lister = createMachineLister({spawn: () => createFailedChild('EMFILE'), clock: createSlowClock()});
		await expect(lister.short(never)).rejects.toMatchObject({
			message: 'prlctl list cannot be started (EMFILE).',
		});
	});

	test('as it prints something else', async () => {
		const {lister} = listing({state: {listText: 'Something else.\n'}});
		const error = {
			message: 'prlctl list printed what domtop does not understand.',
			advice: 'Try prlctl list -a -j by hand to see what it prints.',
		};
		await expect(lister.short(never)).rejects.toMatchObject(error);
		await expect(lister.long(never)).rejects.toMatchObject(error);
	});

	test('as it says why and prints nothing', async () => {
		const {lister} = listing({state: {listText: '', complaint: 'Access denied. So it is.\n'}});
		await expect(lister.long(never)).rejects.toMatchObject({message: 'prlctl list ended: Access denied.'});
	});

	test('as it prints too much', async () => {
		const {world, lister} = listing({state: {listText: `["${'x'.repeat(17 * 1024 * 1024)}"]`}});
		await expect(lister.long(never)).rejects.toMatchObject({
			message: 'prlctl list printed more than 16 MiB.',
			advice: 'Try prlctl list -a -i -j by hand to see what it prints.',
		});
		await world.allGone();
	});

	test.each([
		['short', 5],
		['long', 60],
	] as const)('as it takes too long: %s', async (kind, seconds) => {
		const clock = createFakeClock();
		const {world, lister} = listing({state: {listDelay: 600_000}}, clock);
		const listed = lister[kind](never);
		await eventually(world.running).toHaveLength(1);
		await clock.advance(seconds - 0.1);
		expect(world.running()).toHaveLength(1);
		const rejected = expect(promptly(listed, 'the refusal')).rejects.toMatchObject({
			message: `prlctl list did not end within ${seconds} s.`,
			advice: expect.stringContaining('dispatcher'),
		});
		await clock.advance(0.2);
		await rejected;
		expect(world.running()).toEqual([]);
		expect(clock.sleeping()).toEqual([]);
	});
});

describe('several', () => {
	for (const [kind, order] of [
		['short', ['web1', 'db1']],
		['long', ['db1', 'web1']],
	] as const) {
		test(`of the ${kind} kind run one at a time`, async () => {
			const {world, lister} = listing();
			const lists = await Promise.all([1, 2, 3].map(() => lister[kind](never)));
			expect(lists.map(names)).toEqual([order, order, order]);
			expect(world.calls().map(({ended}) => ended)).toEqual([1, 2, 3].flatMap(() => [undefined, 'done']));
		});
	}

	test('a short one does not wait for a long one', async () => {
		const {world, lister} = listing({state: {listDelay: 600_000}});
		const stopping = new AbortController();
		const long = lister.long(stopping.signal);
		await eventually(world.started).toHaveLength(1);
		world.change({listDelay: 0});
		expect(await lister.short(never)).toHaveLength(2);
		stopping.abort();
		await expect(long).rejects.toThrow('ended by domtop');
	});

	test('where one fails the next is asked', async () => {
		const {lister} = listing({state: {knowsJson: false}});
		const [first, second] = [lister.long(never), lister.long(never)];
		await expect(first).rejects.toThrow('status 1');
		await expect(second).rejects.toThrow('status 1');
		expect(await lister.short(never)).toHaveLength(2);
	});

	test('at its signal one ends at once, whether it runs or waits', async () => {
		const {world, lister} = listing({state: {listDelay: 600_000}});
		const [first, second] = [new AbortController(), new AbortController()];
		const running = lister.short(first.signal);
		const waiting = lister.short(second.signal);
		await eventually(world.started).toHaveLength(1);
		second.abort();
		await expect(promptly(waiting, 'giving up a waiting one')).rejects.toThrow('ended by domtop');
		expect(world.running()).toHaveLength(1);
		first.abort();
		await expect(promptly(running, 'giving up a running one')).rejects.toThrow('ended by domtop');
		await world.allGone();
		expect(world.started()).toHaveLength(1);
	});
});

describe('closing', () => {
	test('ends what runs and what waits, and leaves nothing', async () => {
		const before = activeResources();
		const {world, lister} = listing({state: {listDelay: 600_000}});
		const ends = [lister.long(never), lister.short(never), lister.short(never)].map((one) =>
			expect(one).rejects.toThrow('ended by domtop'),
		);
		await eventually(world.started).toHaveLength(2);
		await promptly(lister.close(), 'closing');
		await Promise.all(ends);
		expect(world.running()).toEqual([]);
		await lister.close();
		await expect(lister.short(never)).rejects.toThrow('ended by domtop');
		expect(world.started()).toHaveLength(2);
		expect(await leftBehind(before)).toEqual([]);
	});
});

import {describe, expect, test} from 'vitest';
import type {StatisticsEvent} from '../../../../drivers/parallels/statistics/block.ts';
import type {Spawn} from '../../../../source/process/spawn.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {createPrlctlWorld} from '../prlctl-world.ts';
import {ct1, db1, web1} from '../some-machines.ts';
import {openFeed} from './open-feed.ts';

const uuidsOf = ({blocks}: StatisticsEvent): readonly string[] => blocks.map(({uuid}) => uuid);
const readTotal = (event: StatisticsEvent): number =>
	event.blocks[0]?.counters.get('devices.scsi0.read_total') ?? Number.NaN;

describe('a subscription', () => {
	test('is one child, in English, line by line, with a filter and without a shell', async () => {
		const world = createPrlctlWorld();
		const {event, feed} = openFeed(world);
		expect(uuidsOf(await event())).toEqual([web1.uuid, db1.uuid]);
		expect(world.calls()).toEqual([
			{
				pid: world.running()[0],
				arguments: ['statistics', '--all', '--loop', '--filter', 'guest.*cpu*|guest.ram*|devices.*|net.nic*'],
				locale: 'C',
				isLineBuffered: true,
			},
		]);
		await feed.close();
		expect(world.calls().at(-1)).toMatchObject({ended: 'end of input'});
	});

	test('gives the counters that domtop needs, and no text of a guest', async () => {
		const {event} = openFeed(createPrlctlWorld());
		const {blocks} = await event();
		const names = [...(blocks[0]?.counters.keys() ?? [])];
		expect(names).toEqual(Object.keys(web1.counters).filter((name) => !/^guest\.fs|^host/.test(name)));
	});

	test('tells values that stand still for a while and then change', async () => {
		const world = createPrlctlWorld({state: {updateInterval: 3_600_000}});
		const {events, event} = openFeed(world);
		await event(() => events.length > 2);
		const first = new Set(events.map(readTotal));
		expect(first.size).toBe(1);
		world.change({updateInterval: 0});
		await event((later) => !first.has(readTotal(later)));
		expect(readTotal(events.at(-1) as StatisticsEvent)).toBeGreaterThan(Math.max(...first));
	});

	test('loses a machine that stops or goes, and has it again when it runs; new ones need a new subscription', async () => {
		const world = createPrlctlWorld();
		const {event, feed} = openFeed(world);
		await event();
		world.changeMachine('db1', {status: 'stopped', classful: false});
		await event((later) => uuidsOf(later).join() === web1.uuid);
		world.addMachine(ct1);
		world.changeMachine('db1', {status: 'running'});
		expect(uuidsOf(await event((later) => later.blocks.length > 1))).toEqual([web1.uuid, db1.uuid]);
		world.removeMachine('web1');
		await event((later) => uuidsOf(later).join() === db1.uuid);
		await feed.close();
		const again = openFeed(world);
		expect(uuidsOf(await again.event())).toEqual([db1.uuid, ct1.uuid]);
	});

	test('tells counters that begin anew with a machine', async () => {
		const world = createPrlctlWorld();
		const {event} = openFeed(world);
		const before = readTotal(await event());
		world.restartMachine('web1');
		await event((later) => readTotal(later) < before / 2);
	});

	test('bears a storm of events', async () => {
		const world = createPrlctlWorld({state: {storm: 400, interval: 5}});
		const {events, event, feed} = openFeed(world);
		await event(() => events.length > 2000);
		await promptly(feed.close(), 'closing');
		const count = events.length;
		expect(world.running()).toEqual([]);
		expect(events).toHaveLength(count);
	});
});

describe('without stdbuf', () => {
	test('prlctl is started directly, and that is told once', async () => {
		const world = createPrlctlWorld({stdbuf: false});
		const {event, troubles, ends, events} = openFeed(world);
		await event(() => events.length > 5);
		expect(troubles).toEqual([
			{
				kind: 'bursts',
				message: 'Statistics of prlctl come late, in bursts of 4 KB: there is no stdbuf.',
				advice: 'Install coreutils, which has stdbuf.',
			},
		]);
		expect(ends).toEqual([]);
		expect(world.calls()).toMatchObject([{isLineBuffered: false, locale: 'C'}]);
	});

	test('no event waits for more than the next: each fills the 4 KB', async () => {
		const world = createPrlctlWorld({
			stdbuf: false,
			state: {interval: 400, updateInterval: 0, machines: [web1]},
		});
		const {event} = openFeed(world);
		const {blocks} = await event();
		expect(blocks.map(({uuid}) => uuid)).toEqual([web1.uuid]);
		expect(world.calls()[0]?.arguments.at(-1)).toContain('net.classful');
	});

	test('a stdbuf that lacks its library is one that is not there', async () => {
		const world = createPrlctlWorld();
		const spawn: Spawn = (command, parameters, options) =>
			// Its status is the same: 125.
			command === 'stdbuf'
				? world.spawn('env', ['--no-such-option'], options)
				: world.spawn(command, parameters, options);
		const {event, troubles} = openFeed({spawn});
		await event();
		expect(troubles).toMatchObject([{kind: 'bursts'}]);
	});
});

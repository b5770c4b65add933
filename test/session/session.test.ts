import {afterEach, describe, expect, test} from 'vitest';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Scene} from '../../source/scene/scene.ts';
import {selectedRow} from '../../source/scene/table-scene.ts';
import {type Bench, type BenchOptions, openBench} from '../helpers/simulated-session.ts';
import {someView} from '../helpers/some-view.ts';

describe('a session', {timeout: 60_000}, () => {
	let bench: Bench;

	const open = async (options?: BenchOptions): Promise<void> => {
		bench = await openBench(options);
		await bench.refresh();
	};

	afterEach(() => bench.close());

	const scene = (): Scene => bench.session.scene.get();
	const press = (...names: readonly string[]): void => bench.session.press(names);
	const find = (name: string): void => press('/', ...name, 'enter');
	const row = () => {
		const {body} = scene();
		return body.kind === 'table' ? selectedRow(body)?.usage.domain : undefined;
	};
	// Longer than the least time between two refreshes.
	const settle = () => bench.clock.advance(0.11);

	test('p asks with the present value, sets, reads back, and shows it at once', async () => {
		await open();
		find('db-orders');
		press('p');
		expect(scene().view.prompt).toMatchObject({kind: 'period', subject: {name: 'db-orders', period: 2}});
		press('7', 'enter');
		await settle();
		expect(scene().view.message).toEqual({text: 'Period of db-orders: 2 s → 7 s.', failed: false});
		expect(row()?.memory.period).toBe(7);
		press('p', '0', 'enter');
		await settle();
		expect(scene().view.message?.text).toBe('Period of db-orders: 7 s → off.');
		expect(row()?.memory.period).toBe(0);
	});

	test('p knows what was set before the next refresh shows it, as in a freeze', async () => {
		await open();
		find('db-orders');
		press('z', 'p', '7', 'enter');
		await settle();
		press('p');
		expect(scene().view.prompt).toMatchObject({kind: 'period', subject: {name: 'db-orders', period: 7}});
	});

	test('p on a device page means its domain', async () => {
		await open();
		find('db-orders');
		press('enter', 'enter', 'p', '9', 'enter');
		await settle();
		expect(scene().view.message?.text).toBe('Period of db-orders: 2 s → 9 s.');
		expect(scene().body.kind).toBe('device');
	});

	test('p says at once why there is nothing to set', async () => {
		await open();
		find('read-only-socket');
		press('p');
		expect(scene().view.prompt).toBeUndefined();
		expect(scene().view.message).toEqual({
			text: 'The balloon period of read-only-socket cannot be set: The socket is read-only.',
			failed: true,
		});
	});

	test('a period never reaches the next incarnation of a domain', async () => {
		await open();
		find('reboots-often');
		press('p', '9');
		const before = row()?.incarnation;
		await bench.clock.advance(300);
		expect(row()?.incarnation).not.toBe(before);
		press('enter');
		await settle();
		expect(scene().view.message).toMatchObject({failed: true});
		expect(row()?.memory.period).toBe(2);
	});

	test('what the hypervisor refuses is said in its words', async () => {
		await open();
		find('stuck-guest');
		press('p', '5', 'enter');
		await settle();
		expect(scene().view.message?.failed).toBe(true);
		expect(scene().view.message?.text).toMatch(/^stuck-guest has not answered for \d+ s\. Wait for it/);
	});

	test('an answer to a period that nobody gave changes nothing', async () => {
		await open();
		find('db-orders');
		press('p', 'enter');
		expect(scene().view.message?.text).toBe('Nothing was changed.');
		press('p', '8', 'escape');
		await settle();
		expect(row()?.memory.period).toBe(2);
	});

	test('delay, freeze and sectors reach the sampler', async () => {
		await open();
		press('d', '0', '.', '5', 'enter', 'x');
		expect(bench.sampler.settings()).toMatchObject({delay: 0.5, sectors: '512', frozen: false});
		press('z');
		const time = scene().usage?.time;
		await bench.refresh(5);
		expect(scene().usage?.time).toBe(time);
		press(' ');
		await settle();
		expect(scene().usage?.time).toBeGreaterThan(time ?? 0);
		expect(scene().view.frozen).toBe(true);
		press('z');
		await bench.refresh();
		expect(scene().usage?.interval).toBeCloseTo(0.5);
	});

	test('vCPUs are there when their page opens', async () => {
		await open();
		const {time} = scene().usage ?? {};
		press('1');
		await settle();
		expect(scene().usage?.domains.some((domain) => domain.vcpus)).toBe(true);
		expect(scene().usage?.time).toBe(time);
	});

	test('the neighbour is selected when a domain leaves, and nothing is said', async () => {
		await open();
		press('<', '<', '<', '<');
		find('b');
		const {body} = scene();
		const names = body.kind === 'table' ? body.rows.map(({usage}) => usage.domain.name) : [];
		const place = names.indexOf('nightly-batch');
		press(...Array<string>(place).fill('j'));
		expect(row()?.name).toBe('nightly-batch');
		await bench.clock.advance(320);
		expect(scene().usage?.domains.some(({domain}) => domain.name === 'nightly-batch')).toBe(false);
		expect(row()?.name).toBe(names[place + 1]);
		expect(scene().view.message).toBeUndefined();
	});

	test('the page of a domain that is gone says so, and comes back with it', async () => {
		await open();
		find('nightly-batch');
		press('enter');
		await bench.clock.advance(320);
		const {body} = scene();
		expect(body.kind === 'domain' && body.lines[0]?.text).toMatch(/^nightly-batch is gone\./);
		press('p');
		expect(scene().view.message).toMatchObject({failed: true});
		await bench.clock.advance(90);
		const again = scene().body;
		expect(again.kind === 'domain' && again.devices.length).toBeGreaterThan(0);
	});

	test('a device that is unplugged is gone from its page, and comes back', async () => {
		await open();
		find('backup-target');
		press('enter', 'j', 'enter');
		const shown = () => {
			const {body} = scene();
			return body.kind === 'device' && body.series !== undefined;
		};
		expect(shown()).toBe(true);
		await bench.clock.advance(200);
		expect(shown()).toBe(false);
		await bench.clock.advance(60);
		expect(shown()).toBe(true);
	});

	test('W gives the view to whoever writes it, and says what came of it', async () => {
		const written: string[] = [];
		await open({
			view: someView({page: 'memory'}),
			writeConfig: async (view) => {
				written.push(view.page);
				return 'Written to there.';
			},
		});
		press('W');
		await settle();
		expect(written).toEqual(['memory']);
		expect(scene().view.message).toEqual({text: 'Written to there.', failed: false});
	});

	test('W says what failed', async () => {
		await open({
			writeConfig: () => Promise.reject(new DriverError('The disk is full.', 'Make room.')),
		});
		press('W');
		await settle();
		expect(scene().view.message).toEqual({text: 'The disk is full. Make room.', failed: true});
	});

	test('a thousand rows are put in order once a refresh, however many keys are pressed', async () => {
		await open({uri: 'test:///1000x1'});
		const rows = () => {
			const {body} = scene();
			return body.kind === 'table' ? body.rows : undefined;
		};
		const before = rows();
		press('j', 'pagedown', 'G', 'k');
		bench.session.resize({columns: 100, rows: 30});
		expect(rows()).toBe(before);
		await bench.refresh();
		expect(rows()).not.toBe(before);
	});

	test('a closed session hears of nothing any more', async () => {
		await open();
		const last = scene();
		bench.session.close();
		await bench.refresh(2);
		expect(scene()).toBe(last);
	});
});

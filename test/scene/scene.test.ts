import stringWidth from 'string-width';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {renderScene} from '../../source/app/frame.tsx';
import type {ConnectionStatus} from '../../source/driver/driver.ts';
import {connectionText, hostText} from '../../source/scene/host-text.ts';
import {type Scene, sceneOf} from '../../source/scene/scene.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {changed} from '../helpers/plain-of.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';
import {someView} from '../helpers/some-view.ts';

const status = (state: ConnectionStatus['state']): ConnectionStatus => ({state, message: `It is ${state}.`});
const terminalStyle = {colour: false, ascii: false};
const size = {columns: 80, rows: 24};

describe('before the first refresh', () => {
	test('says what the connections are doing', () => {
		const statuses = new Map([['qmp:', status('connecting')]]);
		const scene = sceneOf({usage: undefined, statuses, view: someView(), size, terminalStyle});
		const lines = renderScene(scene).split('\n');
		expect(lines[0]).toMatch(/^domtop {2}qmp: .*qmp: connecting/);
		expect(lines[3]).toBe('It is connecting.');
		expect(lines).toHaveLength(24);
	});
});

describe('with the simulated host', () => {
	let bench: Bench;
	let usage: Usage;

	beforeEach(async () => {
		bench = await openBench();
		await bench.refresh(2);
		usage = bench.sampler.usage.get() as Usage;
	});

	afterEach(() => bench.close());

	test('a column keeps its place behind help and a domain’s page', () => {
		const aged = (age: number): Usage => ({
			...usage,
			domains: usage.domains.map((domain) => changed(domain, {age})),
		});
		const [fresh, old] = [aged(0), aged(10)];
		const source = (shown: Usage, view = someView()) => ({
			usage: shown,
			statuses: new Map(),
			view,
			size,
			terminalStyle,
		});
		const headerOf = (scene: Scene) => renderScene(scene).split('\n')[3];
		// Without an old number, AGE makes room for names.
		expect(headerOf(sceneOf(source(fresh)))).not.toContain('AGE');
		const before = sceneOf(source(fresh), sceneOf(source(old)));
		expect(headerOf(before)).toContain('AGE');
		const opened = {
			rowKey: usage.domains[0]?.rowKey ?? '',
			name: 'db-orders',
			selection: {key: undefined, index: 0, top: 0},
			scroll: 0,
		};
		for (const view of [
			{...someView(), overlay: {kind: 'help' as const, scroll: 0}},
			{...someView(), opened},
		]) {
			expect(headerOf(sceneOf(source(fresh), sceneOf(source(fresh, view), before)))).toBe(headerOf(before));
		}
	});

	test('every size has a frame that fits, on every page', () => {
		const openedDb = {
			rowKey: usage.domains[0]?.rowKey ?? '',
			name: 'db-orders',
			selection: {key: undefined, index: 0, top: 0},
			scroll: 0,
		};
		const views = [
			someView(),
			someView({page: 'memory', filter: 'x'.repeat(100)}),
			{...someView(), opened: openedDb},
			{...someView(), opened: {...openedDb, device: {kind: 'disk' as const, name: 'vdb'}}},
			{...someView(), overlay: {kind: 'help' as const, scroll: 1000}},
			{...someView(), overlay: {kind: 'columns' as const, cursor: 12, chosen: new Set(['name'])}},
			{...someView(), overlay: {kind: 'problems' as const, scroll: 0}},
		];
		for (const view of views) {
			for (const columns of [1, 20, 47, 80, 140, 300]) {
				for (const rows of [1, 4, 5, 7, 24]) {
					const frame = renderScene(
						sceneOf({usage, statuses: new Map(), view, size: {columns, rows}, terminalStyle}),
					);
					const lines = frame.split('\n');
					expect(lines.length).toBeLessThanOrEqual(rows);
					for (const line of lines) {
						expect(stringWidth(line), `${columns}x${rows}: ${line}`).toBeLessThanOrEqual(columns);
					}
				}
			}
		}
	});

	test('an old status of a connection that is no longer there counts for nothing', () => {
		const statuses = new Map([
			['test:///default', status('reading')],
			['qmp:', status('lost')],
		]);
		const scene = sceneOf({usage, statuses, view: someView(), size, terminalStyle});
		expect([...scene.statuses.keys()]).toEqual(['test:///default']);
	});

	test('the header follows a connection as it is lost, without waiting for a refresh', () => {
		const statuses = new Map([['test:///default', status('lost')]]);
		const frame = renderScene(sceneOf({usage, statuses, view: someView(), size, terminalStyle}));
		expect(frame.split('\n')[0]).toContain('simulated down');
	});

	test('an empty host says that nothing runs on it', () => {
		const scene = sceneOf({
			usage: {...usage, domains: []},
			statuses: new Map(),
			view: someView(),
			size,
			terminalStyle,
		});
		expect(renderScene(scene)).toContain('No domains are running on simulated.');
	});

	test('a page without devices says so', () => {
		const domains = usage.domains.map((domain) => changed(domain, {nics: [], disks: []}));
		const frame = (page: 'nics' | 'disks') =>
			renderScene(
				sceneOf({
					usage: {...usage, domains},
					statuses: new Map(),
					view: someView({page}),
					size,
					terminalStyle,
				}),
			);
		expect(frame('nics')).toContain('No domain has a NIC.');
		expect(frame('disks')).toContain('No domain has a disk.');
	});
});

describe('hostText', () => {
	const hosts = (
		entries: readonly (readonly [uri: string, host: string | undefined, state: ConnectionStatus['state']])[],
	) => ({
		usage: {
			connections: entries.map(([uri, host]) => ({uri, host})),
			hosts: [...new Set(entries.map(([, host]) => host))]
				.filter((id) => id !== undefined)
				.map((id) => ({host: {id, name: id}})),
		} as unknown as Usage,
		statuses: new Map(entries.map(([uri, , state]) => [uri, status(state)])),
	});

	test('counts a host once, however many connections see it', () => {
		expect(
			hostText(
				hosts([
					['qmp:', 'kvm1', 'reading'],
					['qemu:///system', 'kvm1', 'lost'],
				]),
			),
		).toEqual({
			text: 'kvm1',
			bad: false,
		});
		expect(
			hostText(
				hosts([
					['qemu+ssh://a/system', 'one', 'reading'],
					['qemu+ssh://b/system', 'two', 'lost'],
					['qemu+ssh://c/system', undefined, 'lost'],
				]),
			),
		).toEqual({
			text: '3 hosts, 2 down',
			bad: true,
		});
	});

	test('takes a connection that never reached anything for one to the host that another one reads there', () => {
		expect(
			hostText(
				hosts([
					['qmp:', 'kvm1', 'reading'],
					['qemu:///system', undefined, 'lost'],
				]),
			),
		).toEqual({text: 'kvm1', bad: false});
		expect(
			hostText(
				hosts([
					['qemu+ssh://root@far/system', 'far.example', 'reading'],
					['xen+ssh://far:22/system', undefined, 'lost'],
					['qemu:///system', undefined, 'connecting'],
				]),
			),
		).toEqual({text: '2 hosts', bad: false});
	});

	test('what a subscription is doing is said, and is no trouble', () => {
		expect(connectionText(hosts([['prlctl:', 'vz1', 'subscribed']]))).toEqual({
			text: 'prlctl: subscribed',
			bad: false,
		});
		expect(
			connectionText(
				hosts([
					['prlctl:', 'vz1', 'unsubscribed'],
					['qemu:///system', 'vz1', 'reading'],
				]),
			),
		).toEqual({text: 'prlctl: unsubscribed', bad: false});
	});

	test('the connections are named where one of them is not reading', () => {
		expect(
			connectionText(
				hosts([
					['qmp:', 'kvm1', 'reading'],
					['b:', 'two', 'lost'],
				]),
			),
		).toEqual({
			text: 'b: lost',
			bad: true,
		});
		expect(
			connectionText(
				hosts([
					['qemu+ssh://root@kvm1.fra.example/system', undefined, 'connecting'],
					['qemu+ssh://root@kvm2.fra.example:2222/system', 'two', 'lost'],
					['qemu+ssh://root@kvm3.fra.example/system', 'three', 'reading'],
				]),
			),
		).toEqual({
			text: 'kvm2 lost and 1 more',
			bad: true,
		});
		expect(
			connectionText(
				hosts([
					['qmp:', 'kvm1', 'reading'],
					['b:', 'two', 'subscribed'],
				]),
			),
		).toEqual({
			text: '2 connections',
			bad: false,
		});
	});
});

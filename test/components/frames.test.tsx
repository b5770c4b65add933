import stringWidth from 'string-width';
import {afterEach, describe, expect, test} from 'vitest';
import {renderFrame, renderScene} from '../../source/app/frame.tsx';
import {parallelsHost} from '../helpers/parallels-host.ts';
import {type Bench, type BenchOptions, openBench} from '../helpers/simulated-session.ts';
import {someView} from '../helpers/some-view.ts';
import {threeHosts} from '../helpers/three-hosts.ts';
import {xenTarget} from '../helpers/xen-usage.ts';

const sizes = [
	{columns: 80, rows: 24},
	{columns: 60, rows: 15},
	{columns: 200, rows: 50},
] as const;

/** What a person does, and how many refreshes pass after each bunch of keys. */
type Story = {
	readonly options?: BenchOptions;
	readonly acts: readonly (readonly [keys: readonly string[], refreshes: number])[];
};

const letters = (text: string): readonly string[] => [...text];

const filtered = (name: string): readonly string[] => ['/', ...letters(name), 'enter'];

const xen: BenchOptions = {targets: (clock) => [xenTarget(clock)]};

/** Three hosts, of which one is lost by the time of the last refresh. */
const hosts: BenchOptions = {targets: threeHosts};

const parallels: BenchOptions = {targets: (clock) => [parallelsHost(clock)]};

/** Its service falls silent after 35 seconds. */
const parallelsDown: BenchOptions = {targets: (clock) => [parallelsHost(clock, 35)]};

const ascii = {terminalStyle: {colour: false, ascii: true}};

const stories: Readonly<Record<string, Story>> = {
	'first-refresh': {acts: []},
	domains: {acts: [[[], 40]]},
	'domains-requests': {acts: [[['B'], 10]]},
	'domains-selected': {acts: [[['G'], 10]]},
	'domains-ascii': {options: ascii, acts: [[['G'], 20]]},
	'domains-1000': {options: {uri: 'test:///1000x4'}, acts: [[['pagedown', 'pagedown'], 3]]},
	'domains-two-hosts': {
		options: {uris: ['test:///default', 'test:///2x1', 'test:///none']},
		acts: [[[], 3]],
	},
	'domains-lost': {options: {uri: 'test:///none'}, acts: [[[], 1]]},
	'domains-frozen': {acts: [[['z'], 10]]},
	cpu: {acts: [[['1'], 3]]},
	nics: {acts: [[['2'], 3]]},
	disks: {acts: [[['3'], 3]]},
	memory: {acts: [[['4'], 3]]},
	'memory-oddities': {acts: [[['4', 'G'], 3]]},
	domain: {acts: [[[...filtered('db-orders'), 'enter'], 4]]},
	'domain-swapping': {acts: [[[...filtered('cache-sw'), 'enter'], 4]]},
	'domain-proc-only': {acts: [[[...filtered('proc-only'), 'enter'], 4]]},
	'domain-off': {acts: [[[...filtered('template'), 'enter'], 4]]},
	'domain-silent': {acts: [[[...filtered('stuck'), 'enter'], 4]]},
	disk: {acts: [[[...filtered('db-orders'), 'enter', 'j', 'enter'], 45]]},
	'disk-vbd': {acts: [[[...filtered('xen-web'), 'enter', 'enter'], 10]]},
	'disk-ascii': {options: ascii, acts: [[[...filtered('db-orders'), 'enter', 'j', 'enter'], 45]]},
	nic: {acts: [[[...filtered('edge-router'), 'enter', 'j', 'enter'], 12]]},
	vcpu: {
		acts: [
			[[...filtered('mail'), 'enter'], 2],
			[['G', 'enter'], 12],
		],
	},
	help: {acts: [[['?'], 2]]},
	'help-end': {acts: [[['4', '?', 'G'], 2]]},
	problems: {acts: [[['!'], 10]]},
	columns: {acts: [[['c', 'j', 'j', ' '], 2]]},
	'prompt-period': {acts: [[['4', 'j', 'p', ...letters('10')], 2]]},
	'prompt-period-error': {acts: [[['4', 'p', ...letters('lan2'), 'enter'], 2]]},
	'prompt-filter': {acts: [[['/', ...letters('web')], 3]]},
	'prompt-delay': {acts: [[['d', ...letters('5000'), 'enter'], 2]]},
	'period-refused': {acts: [[[...filtered('appliance'), 'p'], 0]]},
	'xen-first-refresh': {options: xen, acts: []},
	'xen-domains': {options: xen, acts: [[[], 10]]},
	'xen-disks': {options: xen, acts: [[['3'], 10]]},
	'xen-disks-512': {
		options: xen,
		acts: [
			[['3'], 10],
			[['x'], 0],
		],
	},
	'xen-disks-ascii': {options: {...xen, ...ascii}, acts: [[['3'], 10]]},
	'xen-domain': {options: xen, acts: [[[...filtered('d1'), 'enter'], 10]]},
	'xen-control': {options: xen, acts: [[['enter'], 10]]},
	'xen-disk': {options: xen, acts: [[[...filtered('d1'), 'enter', ...letters('jjj'), 'enter'], 10]]},
	'xen-disk-512': {
		options: xen,
		acts: [
			[[...filtered('d1'), 'enter', ...letters('jjj'), 'enter'], 10],
			[['x'], 0],
		],
	},
	'xen-memory': {options: xen, acts: [[['4'], 10]]},
	'xen-period-refused': {options: xen, acts: [[[...filtered('d1'), 'p'], 0]]},
	'hosts-first-refresh': {options: hosts, acts: []},
	'hosts-domains': {options: hosts, acts: [[[], 20]]},
	'hosts-domains-ascii': {options: {...hosts, ...ascii}, acts: [[[], 20]]},
	'hosts-disks': {options: hosts, acts: [[['3'], 20]]},
	'hosts-columns': {options: hosts, acts: [[['c', ' ', 'enter'], 20]]},
	'hosts-problems': {options: hosts, acts: [[['!'], 20]]},
	'hosts-domain': {options: hosts, acts: [[[...filtered('mail'), 'enter'], 20]]},
	'busy-domain': {options: hosts, acts: [[[...filtered('shop'), 'enter'], 20]]},
	'busy-disk': {options: hosts, acts: [[[...filtered('shop'), 'enter', 'enter'], 20]]},
	'doubt-disk': {options: hosts, acts: [[[...filtered('files'), 'enter', 'enter'], 20]]},
	'parallels-first-refresh': {options: parallels, acts: []},
	// Its values change in the seconds 3, 13, 23, …; a refresh is every other second.
	'parallels-fresh': {options: parallels, acts: [[[], 11]]},
	'parallels-9s-old': {options: parallels, acts: [[[], 15]]},
	'parallels-down': {options: parallelsDown, acts: [[[], 29]]},
	'parallels-disks': {options: parallels, acts: [[['3'], 11]]},
	'parallels-disk': {options: parallels, acts: [[[...filtered('web1'), 'enter', 'enter'], 15]]},
	'parallels-domain': {options: parallels, acts: [[[...filtered('db1'), 'enter'], 15]]},
	'parallels-container': {options: parallels, acts: [[[...filtered('ct-'), 'enter'], 15]]},
	'parallels-memory': {options: parallels, acts: [[['4'], 11]]},
	'parallels-period-refused': {options: parallels, acts: [[[...filtered('web1'), 'p'], 0]]},
	'parallels-frozen': {options: parallels, acts: [[['z'], 5]]},
	empty: {acts: [[filtered('no such domain'), 3]]},
};

describe('frames', {timeout: 60_000}, () => {
	let bench: Bench | undefined;

	afterEach(async () => {
		await bench?.close();
		bench = undefined;
	});

	for (const [name, {options, acts}] of Object.entries(stories)) {
		test.each(sizes)(`${name} at $columns×$rows`, async (size) => {
			bench = await openBench({...options, size});
			for (const [keys, refreshes] of acts) {
				await bench.refresh();
				bench.session.press(keys);
				await bench.refresh(refreshes);
			}

			const frame = renderScene(bench.session.scene.get());
			const lines = frame.split('\n');
			expect(lines.length).toBeLessThanOrEqual(size.rows);
			expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(size.columns);
			expect(frame).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
			if (options?.terminalStyle?.ascii) {
				expect(frame).toMatch(/^[\n -~]*$/);
			}

			await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${name}-${size.columns}x${size.rows}.txt`);
		});
	}

	test('--frame draws the same as the screen, but for what needs a past', async () => {
		const size = {columns: 80, rows: 24};
		bench = await openBench({size});
		await bench.refresh(3);
		const usage = bench.sampler.usage.get();
		const terminalStyle = {colour: false, ascii: false};
		expect(usage && renderFrame(usage, someView(), terminalStyle, size)).toBe(
			renderScene(bench.session.scene.get()),
		);
	});
});

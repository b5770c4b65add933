import {expect, test} from 'vitest';
import {balloonState} from '../../../source/usage/balloon-state.ts';
import {eventually} from '../../helpers/eventually.ts';
import {domainOf, openDom0} from './open-dom0.ts';

const guest = '/local/domain/1';

const openGuest = async (nodes: Readonly<Record<string, string>>) => {
	const opened = await openDom0((dom0) => {
		for (const [node, value] of Object.entries(nodes)) {
			dom0.store.write(`${guest}/${node}`, value);
		}
	});
	return {...opened, memory: async () => domainOf(await opened.read(), 1).memory};
};

/** What Xen gave the captured guest, and the most that it may have, KiB. */
const [given, most] = [98_304, 131_072];

test('a Qubes guest tells what it uses, and its row says so', async () => {
	const {memory, dom0} = await openGuest({'memory/meminfo': '73451', 'qubes-meminfo-writer': '1'});
	const told = await memory();
	expect(told).toMatchObject({
		currentKiB: given,
		balloon: 'present',
		stats: [
			{tag: 'unused', value: given - 73_451},
			{tag: 'available', value: given},
		],
	});
	expect(told.reason).toBeUndefined();
	expect(balloonState(told, told.statsAge ?? told.statsAgeAtLeast)).toBe('fresh');
	dom0.store.write(`${guest}/memory/meminfo`, '90000');
	await eventually(async () => (await memory()).stats?.[0]?.value).toBe(given - 90_000);
});

test('an older Qubes guest passes on rows of its /proc/meminfo', async () => {
	const rows = ['MemTotal: 120000 kB', 'MemFree: 30000 kB', 'Buffers: 100 kB', 'Cached: 9900 kB'];
	const {memory} = await openGuest({
		'memory/meminfo': [...rows, 'SwapTotal: 0 kB', 'SwapFree: 0 kB', ''].join('\n'),
	});
	expect((await memory()).stats).toEqual([
		{tag: 'unused', value: 30_000},
		{tag: 'available', value: 120_000},
		{tag: 'disk_caches', value: 10_000},
	]);
});

test.each([
	['734512', 'it says that it uses more than it has', 0],
	['99999999999999', 'it says that it uses more than it has', 0],
	['\u001B[2J99', 'the guest reports nothing', 1],
	['MemTotal: 1000 kB\nMemFree: 2000 kB', 'the guest reports nothing', 1],
	['MemTotal: 100000000 kB\nMemFree: 2000 kB', 'it reports more than it may have', 0],
])('of nonsense nothing is shown, and no control character: %j', async (meminfo, reason, problems) => {
	const {memory, read} = await openGuest({'memory/meminfo': meminfo});
	expect(await memory()).toMatchObject({reason, stats: [{tag: 'available', value: most}]});
	const sample = await read();
	expect(sample.problems).toHaveLength(problems);
	expect(JSON.stringify(sample)).not.toMatch(/[\u0000-\u001F\u007F-\u009F]|\\u00[01]/);
});

test('XenServer’s agent, also while it has told only the total', async () => {
	const {memory, dom0} = await openGuest({'data/meminfo_total': '125000'});
	expect((await memory()).stats).toEqual([{tag: 'available', value: 125_000}]);
	dom0.store.write(`${guest}/data/meminfo_free`, '40000');
	await eventually(async () => (await memory()).stats).toEqual([
		{tag: 'unused', value: 40_000},
		{tag: 'available', value: 125_000},
	]);
});

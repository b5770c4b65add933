import {describe, expect, test} from 'vitest';
import type {HeldTap} from '../../../../drivers/linux/read-taps.ts';
import type {ConfiguredNic} from '../../../../drivers/qemu/configured-nics.ts';
import {matchTaps, readNics} from '../../../../drivers/qemu/mapping/nics.ts';
import {createCapturedHost} from '../captured-host.ts';

const tap = (name: string, changes: Partial<ConfiguredNic> = {}): ConfiguredNic => ({
	name,
	type: 'tap',
	descriptors: [],
	...changes,
});

/** One that was plugged in: nobody tells what network is behind it. */
const plugged = (device: string, network = `net-${device}`): ConfiguredNic => ({
	name: device,
	device,
	network,
	descriptors: [],
});

const here = (name: string): HeldTap => ({name, kind: 'tap', isHere: true});

const held = (...taps: readonly (readonly [number, string])[]) => ({
	value: new Map(taps.map(([descriptor, name]) => [descriptor, here(name)])),
});

const match = (
	present: readonly ConfiguredNic[],
	taps: Parameters<typeof matchTaps>[1],
	{gone = [], before}: {gone?: readonly ConfiguredNic[]; before?: ReturnType<typeof matchTaps>} = {},
) => matchTaps({present, gone}, taps, before);

test('taps are matched by descriptor, by name, then in their order', () => {
	expect(
		match(
			[
				tap('net0'),
				tap('net1', {interfaceName: 'tap1'}),
				tap('net2', {descriptors: [30]}),
				tap('net3', {type: 'bridge'}),
			],
			held([10, 'tap9'], [11, 'tap1'], [30, 'vnet4'], [31, 'vnet4'], [40, 'tap5']),
		).map(({name}) => name),
	).toEqual(['tap9', 'tap1', 'vnet4', 'tap5']);
});

test('a tap nobody configured was plugged in later; the queues of one are one', () => {
	expect(match([], held([10, 'tap0'], [11, 'tap0']))).toEqual([{name: 'tap0', tap: here('tap0')}]);
});

test('where we may not look, a name on the command line is enough, and its lack is said', () => {
	expect(
		match([tap('net0', {interfaceName: 'tap1'}), tap('net1'), tap('net2', {type: 'user'}), plugged('net3')], {
			refusal: 'denied',
		}),
	).toEqual([
		{name: 'tap1', tap: here('tap1')},
		{name: 'net1', reason: 'permission denied'},
		{name: 'net2', reason: 'user-mode networking has no counters'},
		{name: 'net3', device: 'net3', reason: 'permission denied'},
	]);
});

test('a tap the process does not hold is not known', () => {
	expect(match([tap('net0', {interfaceName: 'tap1'})], held())).toEqual([
		{name: 'net0', reason: 'its tap is not known'},
	]);
});

test.each(['vhost-user', 'vhost-vdpa', 'passt', 'stream', 'dgram', 'socket', 'l2tpv3', 'vde', 'af-xdp'])(
	'%s is a kind without counters',
	(type) => {
		expect(match([tap('net0', {type})], held())).toEqual([
			{name: 'net0', reason: `${type} networking has no counters`},
		]);
	},
);

describe('of NICs that were plugged in', () => {
	const namesOf = (nics: ReturnType<typeof match>) => nics.map(({name, mac}) => [name, mac]);
	const first = {...plugged('nic1'), mac: 'aa'};
	const second = {...plugged('nic2'), mac: 'bb'};

	test('one has the one tap that is left, and keeps it beside others', () => {
		const before = match([tap('net0'), first], held([10, 'tap0'], [20, 'tap1']));
		expect(namesOf(before)).toEqual([
			['tap0', undefined],
			['tap1', 'aa'],
		]);
		const after = match([tap('net0'), second, first], held([10, 'tap0'], [20, 'tap1'], [9, 'tap2']), {
			before,
		});
		expect(namesOf(after)).toEqual([
			['tap0', undefined],
			['tap2', 'bb'],
			['tap1', 'aa'],
		]);
	});

	test('each has the tap of its address: a macvtap’s own, a tap’s but for the first byte', () => {
		const macs = ['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:03'];
		const nics = macs.map((mac, index) => ({...plugged(`nic${index}`), mac}));
		const taps = {
			value: new Map<number, HeldTap>([
				[9, here('tap9')],
				[10, {...here('tap0'), mac: 'fe:54:00:00:00:02'}],
				[11, {name: 'mvt0', kind: 'macvtap', isHere: true, mac: '52:54:00:00:00:01'}],
				[12, {name: 'mvt1', kind: 'macvtap', isHere: false}],
			]),
		};
		expect(namesOf(match(nics, taps))).toEqual([
			['mvt0', macs[0]],
			['tap0', macs[1]],
			['tap9', undefined],
			['mvt1', undefined],
		]);
	});

	test('one without a tap has no counters, and why', () => {
		expect(match([first, plugged('nic9', '')], held()).map(({reason}) => reason)).toEqual([
			'it has no tap, so no counters',
			'no network is connected to it',
		]);
	});

	test('whose tap of several it is is not guessed: each is shown alone', () => {
		expect(namesOf(match([first, second], held([20, 'tap1'], [21, 'tap2'])))).toEqual([
			['tap1', undefined],
			['tap2', undefined],
		]);
		expect(namesOf(match([first, second], held([20, 'tap1'])))).toEqual([['tap1', undefined]]);
	});

	test('one that went leaves no row, though its tap is still held; another may have its tap by now', () => {
		const gone = [tap('net0', {interfaceName: 'tap0'})];
		expect(match([], held([10, 'tap0']), {gone})).toEqual([]);
		expect(namesOf(match([first], held([10, 'tap0'], [11, 'tap1']), {gone}))).toEqual([['tap1', 'aa']]);
		expect(namesOf(match([first], held([10, 'tap0']), {gone}))).toEqual([['tap0', 'aa']]);
	});
});

test('a macvtap is the guest’s own end, and one of another network is not read', () => {
	const {root, write} = createCapturedHost([]);
	for (const name of ['mvt0', 'tap0']) {
		write(`/sys/class/net/${name}/statistics/rx_bytes`, '30\n');
		write(`/sys/class/net/${name}/statistics/tx_bytes`, '7\n');
	}

	const taps: readonly HeldTap[] = [
		{name: 'mvt0', kind: 'macvtap', isHere: true},
		here('tap0'),
		{name: 'mvt0', kind: 'macvtap', isHere: false},
		{name: 'tap0', kind: 'tap', isHere: false},
	];
	expect(
		readNics(
			root,
			taps.map((one) => ({name: one.name, tap: one})),
		),
	).toMatchObject([
		{
			receiveBytes: 30,
			transmitBytes: 7,
			origins: {receiveBytes: 'rx_bytes of /sys/class/net/<nic>/statistics'},
		},
		{receiveBytes: 7, transmitBytes: 30},
		{name: 'mvt0', reason: 'its macvtap is in another network namespace'},
		{name: 'tap0', reason: 'its tap is in another network namespace'},
	]);
});

test('addresses of many taps are looked at once, not once for each NIC', () => {
	let reads = 0;
	const count = 256;
	const taps = Array.from({length: count}, (_, index): [number, HeldTap] => [
		index,
		{
			...here(`tap${index}`),
			get mac() {
				reads += 1;
				return `fe:54:00:00:00:${index.toString(16).padStart(2, '0')}`;
			},
		},
	]);
	const nics = taps
		.map(([index]) => plugged(`net${index}`))
		.map((nic, index) => ({
			...nic,
			mac: `52:54:00:00:01:${index.toString(16).padStart(2, '0')}`,
		}));
	expect(match(nics, {value: new Map(taps)})).toHaveLength(count);
	expect(reads).toBeLessThan(8 * count);
});

import {mkdirSync, renameSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {createVifReader} from '../../../../drivers/xen/backend/vif-reader.ts';
import {createCapturedTree, recordedTree, xenFixture} from '../captured-tree.ts';

const running = recordedTree('backend/tree-running.json');
const netDev = '/proc/net/dev';
const row = (name: string, bytes: number): string => `${name}: ${bytes} 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n`;

const world = () => {
	const tree = createCapturedTree(running);
	const reader = createVifReader(tree.root);
	const read = (domid: number, devid: number, storeName?: string) => {
		reader.refresh(5);
		return reader.read(domid, devid, storeName);
	};
	/** As the kernel does it; the devices keep their places. */
	const rename = (devid: number, from: string, to: string) => {
		renameSync(
			join(tree.root, `/sys/devices/vif-1-${devid}/net/${from}`),
			join(tree.root, `/sys/devices/vif-1-${devid}/net/${to}`),
		);
	};
	return {...tree, reader, read, rename};
};

test('the captured vifs, one of them renamed by its configuration, in the guest’s direction', () => {
	const {read, reader, captured} = world();
	const counts = (name: string): readonly number[] =>
		(new RegExp(`^ *${name.replace('.', '\\.')}: +(.*)$`, 'm').exec(captured(netDev))?.[1] ?? '')
			.split(/ +/)
			.map(Number);
	const expected = (name: string) => {
		const [
			received = 0,
			receivedPackets,
			errors,
			drops,
			,
			,
			,
			,
			sent = 0,
			sentPackets,
			sentErrors,
			sentDrops,
		] = counts(name);
		return {
			name,
			receiveBytes: sent,
			receivePackets: sentPackets,
			receiveErrors: sentErrors,
			receiveDrops: sentDrops,
			transmitBytes: received,
			transmitPackets: receivedPackets,
			transmitErrors: errors,
			transmitDrops: drops,
			incarnation: expect.any(String),
			at: 5,
		};
	};
	expect(read(1, 0)).toEqual([expected('vif1.0')]);
	expect(reader.read(1, 1)).toEqual([expected('web0')]);
	expect(reader.read(1, 1, 'lo')).toEqual([expected('web0')]);
	expect(counts('vif1.0')[0]).toBeGreaterThan(5000);
});

test('a rename while it runs is followed, and the counters go on', () => {
	const {read, rename, write} = world();
	const [before] = read(1, 0);
	rename(0, 'vif1.0', 'front');
	write(netDev, xenFixture('backend/net-dev-renamed.txt'));
	const [after] = read(1, 0);
	expect(after?.name).toBe('front');
	expect(after?.incarnation).toBe(before?.incarnation);
	expect(after?.receiveBytes).toBeGreaterThan(before?.receiveBytes ?? Number.POSITIVE_INFINITY);
});

test('two that swapped their names keep their counters', () => {
	const {read, rename, write} = world();
	write(netDev, row('vif1.0', 1000) + row('web0', 10));
	expect([...read(1, 0), ...read(1, 1)]).toMatchObject([
		{name: 'vif1.0', transmitBytes: 1000},
		{name: 'web0', transmitBytes: 10},
	]);
	rename(0, 'vif1.0', 'web0');
	rename(1, 'web0', 'vif1.0');
	write(netDev, row('web0', 1001) + row('vif1.0', 11));
	expect([...read(1, 0), ...read(1, 1)]).toMatchObject([
		{name: 'web0', transmitBytes: 1001},
		{name: 'vif1.0', transmitBytes: 11},
	]);
});

test('where the kernel tells no name, xenstore’s is taken, then the usual one', () => {
	const {read, remove, write} = world();
	remove('/sys/devices/vif-1-1/net');
	expect(read(1, 1, 'web0')).toMatchObject([{name: 'web0', transmitBytes: expect.any(Number)}]);
	expect(read(1, 1)).toEqual([{name: 'vif1.1', reason: 'no such interface on this host'}]);
	expect(read(1, 1, 'gone')).toEqual([{name: 'vif1.1', reason: 'no such interface on this host'}]);
	write(netDev, row('vif1.1', 7));
	expect(read(1, 1, 'gone')).toMatchObject([{name: 'vif1.1', transmitBytes: 7}]);
	expect(read(9, 0, 'web0')).toEqual([{name: 'vif9.0', reason: 'no such interface on this host'}]);
});

describe('the tap of an emulated NIC', () => {
	test.each([
		['vif1.0-emu', 0],
		['tap1.0', 0],
		['web0-emu', 1],
		['vif1.1-emu', 1],
	])('%s is a second interface of %i', (tap, devid) => {
		const {read, write, captured} = world();
		write(netDev, captured(netDev) + row(tap, 9));
		expect(read(1, devid)).toMatchObject([
			{name: devid === 0 ? 'vif1.0' : 'web0'},
			{name: tap, transmitBytes: 9, receiveBytes: 5, incarnation: expect.any(String)},
		]);
	});

	test('it counts while the vif waits for its driver', () => {
		const {read, write} = world();
		write(netDev, `vif1.0: ${'0 '.repeat(16)}\n${row('vif1.0-emu', 9)}`);
		write('/sys/devices/vif-1-0/state', 'InitWait\n');
		expect(read(1, 0)).toMatchObject([
			{name: 'vif1.0', reason: 'its backend is InitWait: nothing counts'},
			{name: 'vif1.0-emu', transmitBytes: 9},
		]);
	});
});

describe('incarnations', () => {
	test('one that is detached and attached is another', () => {
		const {read, detach, put} = world();
		const [before] = read(1, 0);
		expect(read(1, 0)).toEqual([before]);
		detach('vif-1-0');
		put(running);
		expect(read(1, 0)[0]?.incarnation).not.toBe(before?.incarnation);
	});

	test('so is one whose counters fell, and its tap is not', () => {
		const {read, write} = world();
		write(netDev, row('vif1.0', 100) + row('vif1.0-emu', 100));
		const [before, tap] = read(1, 0);
		write(netDev, row('vif1.0', 99) + row('vif1.0-emu', 101));
		const [after, sameTap] = read(1, 0);
		expect(after?.incarnation).not.toBe(before?.incarnation);
		expect(sameTap?.incarnation).toBe(tap?.incarnation);
		expect(read(1, 0)[0]?.incarnation).toBe(after?.incarnation);
	});

	test('what is not kept is forgotten', () => {
		const {read, reader, write} = world();
		write(netDev, row('vif1.0', 100));
		read(1, 0);
		write(netDev, row('vif1.0', 99));
		const [fallen] = read(1, 0);
		reader.keep(new Map([[1, {vbds: [], vifs: [0]}]]));
		expect(read(1, 0)).toEqual([fallen]);
		reader.keep(new Map([[1, {vbds: [0], vifs: []}]]));
		expect(read(1, 0)[0]?.incarnation).not.toBe(fallen?.incarnation);
	});
});

test('of the captured domain that ended and was preserved nothing counts', () => {
	const tree = createCapturedTree(recordedTree('backend/tree-preserved.json'));
	const reader = createVifReader(tree.root);
	reader.refresh(5);
	expect([...reader.read(1, 1), ...reader.read(1, 2)]).toEqual([
		{name: 'web0', incarnation: expect.any(String), reason: 'its backend is Closed: nothing counts'},
		{name: 'vif1.2', incarnation: expect.any(String), reason: 'its backend is Closed: nothing counts'},
	]);
});

test('without /proc/net/dev there is a reason, also before the first refresh', () => {
	const {read, reader, remove} = world();
	expect(reader.read(1, 0)).toEqual([{name: 'vif1.0', reason: 'there is no /proc/net/dev'}]);
	remove(netDev);
	expect(read(1, 1)).toEqual([{name: 'web0', reason: 'there is no /proc/net/dev'}]);
});

test('a name with an escape sequence is shown without it', () => {
	const {read, rename, write} = world();
	rename(0, 'vif1.0', '\u001B[2Jx');
	write(netDev, row('\u001B[2Jx', 7));
	expect(read(1, 0)).toMatchObject([{name: '\uFFFD[2Jx', transmitBytes: 7}]);
});

test('names are looked up only when the interfaces changed', () => {
	const {read, remove, write, root} = world();
	write(netDev, row('vif1.0', 100));
	read(1, 0);
	remove('/sys/devices/vif-1-0/net');
	write(netDev, row('vif1.0', 101));
	expect(read(1, 0, 'other')).toMatchObject([{name: 'vif1.0', transmitBytes: 101}]);
	mkdirSync(join(root, '/sys/devices/vif-1-0/net/other'), {recursive: true});
	write(netDev, row('vif1.0', 101) + row('other', 5));
	expect(read(1, 0)).toMatchObject([{name: 'other', transmitBytes: 5}]);
});

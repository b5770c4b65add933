import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {netDeviceOrigins, readNetDevices} from '../../../drivers/linux/read-net-devices.ts';
import {createCapturedTree, recordedTree} from '../xen/captured-tree.ts';

const path = '/proc/net/dev';

const world = () => {
	const tree = createCapturedTree(recordedTree('backend/tree-running.json'));
	const devices = () => {
		const read = readNetDevices(tree.root);
		return 'value' in read ? read.value : read.refusal;
	};
	return {...tree, devices};
};

test('every interface in the kernel’s order, what the host received as what the guest transmitted', () => {
	const {devices, captured} = world();
	const list = devices();
	const lines = captured(path).trimEnd().split('\n').slice(2);
	const numbers = new Map(
		lines.map((line) => {
			const [name = '', rest = ''] = line.split(':');
			return [name.trim(), rest.trim().split(/\s+/).map(Number)];
		}),
	);
	expect(list).toBeInstanceOf(Map);
	expect([...(list as ReadonlyMap<string, object>).keys()]).toEqual(['lo', 'xenbr0', 'vif1.0', 'web0']);
	for (const [name, counters] of list as ReadonlyMap<string, object>) {
		const row = numbers.get(name) ?? [];
		expect(counters).toEqual({
			transmitBytes: row[0],
			transmitPackets: row[1],
			transmitErrors: row[2],
			transmitDrops: row[3],
			receiveBytes: row[8],
			receivePackets: row[9],
			receiveErrors: row[10],
			receiveDrops: row[11],
		});
	}

	expect(netDeviceOrigins.receiveDrops).toBe('Transmit drop of /proc/net/dev');
});

test('odd lines', () => {
	const {devices, write} = world();
	const row = '1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0';
	const expected = {
		transmitBytes: 1,
		transmitPackets: 2,
		transmitErrors: 3,
		transmitDrops: 4,
		receiveBytes: 5,
		receivePackets: 6,
		receiveErrors: 7,
		receiveDrops: 8,
	};
	write(
		path,
		[
			'Inter-|   Receive   |  Transmit',
			' face |bytes packets',
			`  old:${row}`,
			`eth0:1: ${row}`,
			`  nine: ${row} 9 9 9`,
			'  few: 1 2 3 4 0 0 0 0 5 6 7',
			`  word: ${row.replace('5', 'five')}`,
			`  minus: ${row.replace('5', '-5')}`,
			`: ${row}`,
			'  nothing:',
			'no colon',
			'',
			`  far: ${row.replace('5', '18446744073709551615')}`,
			`  end: ${row}`,
		].join('\n'),
	);
	const {receiveBytes: _, ...known} = expected;
	expect(devices()).toEqual(
		new Map([
			['old', expected],
			['eth0:1', expected],
			['nine', expected],
			['far', known],
			['end', expected],
		]),
	);
});

test('a line without end costs no time', () => {
	const {devices, write} = world();
	write(
		path,
		`${'a'.repeat(100_000)}: ${'1 '.repeat(100_000)}x\n${':'.repeat(100_000)}\n${' '.repeat(100_000)}`,
	);
	// Of this thread, so that a busy machine counts for nothing: it takes some milliseconds, or minutes.
	const before = process.threadCpuUsage();
	expect(devices()).toEqual(new Map());
	expect(process.threadCpuUsage(before).user).toBeLessThan(5_000_000);
});

test('none, and a folder in its place, are refusals', () => {
	const {devices, write, remove, root} = world();
	write(path, '');
	expect(devices()).toEqual(new Map());
	remove(path);
	expect(devices()).toBe('absent');
	mkdirSync(join(root, path));
	expect(devices()).toBe('absent');
});

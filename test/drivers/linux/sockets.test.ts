import {expect, test} from 'vitest';
import {readDescriptors} from '../../../drivers/linux/read-descriptors.ts';
import {readSocketInode} from '../../../drivers/linux/read-socket-inode.ts';
import {readUnixTable} from '../../../drivers/linux/unix-table.ts';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {deferred} from '../../../source/async/wait.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {createCapturedHost, pids} from '../qemu/captured-host.ts';
import {fixture} from '../qemu/recording.ts';

const host = () => {
	const captured = createCapturedHost([pids.qb]);
	captured.write('/proc/net/unix', fixture('net-unix.txt'));
	return captured.root;
};

const head = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
const listener = (inode: number, path: string): string =>
	`00000000902cafd6: 00000002 00000000 00010000 0001 01 ${inode} ${path}\n`;

test('one served client counts, one that waits does not, nor those whose clients are gone', async () => {
	const {clients, queued} = await readUnixTable(host());
	expect([...clients].map(([path, inodes]) => [path, inodes.length])).toEqual([
		['/tmp/lab-q/run/qa/qmp.sock', 1],
	]);
	expect([...queued].sort()).toEqual(['/tmp/lab-q/run/qa/qmp.sock', '/tmp/lab-q/run/qn/qmp.sock']);
});

test('a table that is not there is empty', async () => {
	const {listeners, clients, queued, isCut} = await readUnixTable(temporaryFolder());
	expect([listeners.size, clients.size, queued.size, isCut]).toEqual([0, 0, 0, false]);
});

test('a descriptor leads to the path of the socket that was handed over', async () => {
	const root = host();
	const inode = readSocketInode(root, pids.qb, 3);
	expect((await readUnixTable(root)).listeners.get(inode ?? '')).toBe('/tmp/lab-q/run/qb/monitor.sock');
	expect(readSocketInode(root, pids.qb, 4)).toBeUndefined();
	expect(readSocketInode(root, pids.qb, 4000)).toBeUndefined();
	expect(await readDescriptors(root, pids.qb)).toMatchObject({
		value: {
			sockets: new Map([
				['49891', 3],
				['49898', 5],
			]),
			tuns: [4],
		},
	});
});

const served = (inode: number, path: string): string =>
	`00000000902cafd6: 00000003 00000000 00000000 0001 03 ${inode} ${path}\n`;

const waiting = (path: string): string =>
	`00000000902cafd6: 00000002 00000000 00000000 0001 02     0 ${path}\n`;

const tableOf = (rows: readonly string[]) => {
	const {root, write} = createCapturedHost([]);
	write('/proc/net/unix', head + rows.join(''));
	return readUnixTable(root);
};

test('an inode of two rows has no path: a newline in a path forges rows', async () => {
	const forged = listener(77, '/run/victim.sock').trimEnd();
	const {listeners, doubled} = await tableOf([
		listener(77, '/tmp/own'),
		listener(78, `/tmp/x\n${forged}`),
		listener(79, '/run/a'),
	]);
	expect([...listeners]).toEqual([
		['78', '/tmp/x'],
		['79', '/run/a'],
	]);
	expect([...doubled]).toEqual(['77']);
});

test('rows of any kind make a double, also one whose path has odd bytes, or none', async () => {
	const nameless = '00000000902cafd6: 00000003 00000000 00000000 0001 03 90\n';
	const {listeners, clients, doubled} = await tableOf([
		nameless,
		listener(90, '/forged/1'),
		served(91, '/own'),
		listener(91, '/forged/2'),
		listener(92, '/own\r'),
		listener(92, '/forged/3'),
		listener(93, '/own'),
		served(93, '/forged/4'),
		served(94, '/served'),
		served(94, '/served'),
		served(95, '/served'),
	]);
	expect([...listeners]).toEqual([]);
	expect([...clients]).toEqual([['/served', ['95']]]);
	expect([...doubled].sort()).toEqual(['90', '91', '92', '93']);
});

test('a path that several listen under is reported', async () => {
	const {shared, queued} = await tableOf([
		...[listener(1, '/a'), listener(2, '/b'), listener(3, '/a'), waiting('/a'), waiting('/b')],
	]);
	expect([...shared]).toEqual(['/a']);
	expect([...queued]).toEqual(['/a', '/b']);
});

test('rows are found wherever a slice ends, and others have their turn in between', async () => {
	const {root, write} = createCapturedHost([]);
	const rows = Array.from({length: 20_000}, (_, index) => listener(index + 1, `/run/${index}-é.sock`));
	write('/proc/net/unix', head + rows.join(''));
	let turns = 0;
	let isReading = true;
	const count = () => {
		turns += 1;
		if (isReading) {
			setImmediate(count);
		}
	};
	setImmediate(count);
	const {listeners} = await readUnixTable(root);
	isReading = false;
	expect(listeners.size).toBe(20_000);
	expect(turns).toBeGreaterThan(5);
});

test('of a table ten times too long no more is read than its bound', async () => {
	const {root, write} = createCapturedHost([]);
	const rows = Array.from({length: 40_000}, (_, index) => listener(index + 1, `/run/${index}`));
	write('/proc/7/net/unix', head + rows.join(''));
	const {listeners, isCut} = await readUnixTable(root, '/proc/7/net/unix', 256 * 1024);
	expect(isCut).toBe(true);
	expect(listeners.size).toBeGreaterThan(1000);
	expect(listeners.size).toBeLessThan(4000);
});

test('that a table was cut is remembered until one is read that is not, of this network and of others', async () => {
	const {root, write} = createCapturedHost([]);
	const many = Array.from({length: 80_000}, (_, index) => listener(index + 1, `/run/${index}`)).join('');
	let isCut = true;
	const tables = createUnixTables(root, createFakeClock(), async () => ({
		...(await readUnixTable(root)),
		isCut,
	}));
	expect(tables.cut()).toEqual({isOwn: false, pids: []});
	write('/proc/7/net/unix', head + many);
	write('/proc/8/net/unix', head);
	await Promise.all([tables.now(), tables.other(7), tables.other(8)]);
	expect(tables.cut()).toEqual({isOwn: true, pids: [7]});
	isCut = false;
	write('/proc/7/net/unix', head);
	await Promise.all([tables.now(), tables.other(7)]);
	expect(tables.cut()).toEqual({isOwn: false, pids: []});
});

test('however many ask, at most one reads and one waits to; what is recent serves for all', async () => {
	const clock = createFakeClock();
	const readings: {readonly end: () => void}[] = [];
	const tables = createUnixTables('/', clock, () => {
		const {promise, resolve} = deferred<Awaited<ReturnType<typeof readUnixTable>>>();
		readings.push({
			end: () =>
				resolve({
					...{listeners: new Map(), clients: new Map(), queued: new Set<string>()},
					...{shared: new Set<string>(), doubled: new Set<string>(), isCut: false},
				}),
		});
		return promise;
	});
	const all = Array.from({length: 1000}, () => tables.now());
	expect(readings).toHaveLength(1);
	readings[0]?.end();
	await all[0];
	expect(readings).toHaveLength(2);
	readings[1]?.end();
	await Promise.all(all);
	await tables.recent(1);
	expect(readings).toHaveLength(2);
	await clock.advance(2);
	void tables.recent(1);
	expect(readings).toHaveLength(3);
	readings[2]?.end();
});

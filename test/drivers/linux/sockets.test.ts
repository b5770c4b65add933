import {expect, test} from 'vitest';
import {readDescriptors} from '../../../drivers/linux/read-descriptors.ts';
import {readSocketInode} from '../../../drivers/linux/read-socket-inode.ts';
import {readUnixTable} from '../../../drivers/linux/unix-table.ts';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {withResolvers} from '../../../source/with-resolvers.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {createCapturedHost, pids, temporaryFolder} from '../qemu/captured-host.ts';
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
	expect(Object.fromEntries(clients)).toEqual({'/tmp/lab-q/run/qa/qmp.sock': 1});
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

test('an inode of two rows has no path: a newline in a path forges rows', async () => {
	const {root, write} = createCapturedHost([]);
	const forged = listener(77, '/run/victim.sock').trimEnd();
	write(
		'/proc/net/unix',
		`${head}${listener(77, '/tmp/own')}${listener(78, `/tmp/x\n${forged}`)}${listener(79, '/run/a')}`,
	);
	const {listeners} = await readUnixTable(root);
	expect([...listeners]).toEqual([
		['78', '/tmp/x'],
		['79', '/run/a'],
	]);
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

test('however many ask, at most one reads and one waits to; what is recent serves for all', async () => {
	const clock = createFakeClock();
	const readings: {readonly end: () => void}[] = [];
	const tables = createUnixTables('/', clock, () => {
		const {promise, resolve} = withResolvers<Awaited<ReturnType<typeof readUnixTable>>>();
		readings.push({
			end: () => resolve({listeners: new Map(), clients: new Map(), queued: new Set(), isCut: false}),
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

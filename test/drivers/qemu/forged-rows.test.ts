import {once} from 'node:events';
import {mkdirSync, readlinkSync, rmSync} from 'node:fs';
import {connect, createServer, type Server} from 'node:net';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {readDescriptors} from '../../../drivers/linux/read-descriptors.ts';
import {readUnixTable} from '../../../drivers/linux/unix-table.ts';
import {otherUserReason} from '../../helpers/as-nobody.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {quickRequest, sampleOf} from './captured-world.ts';
import {connectHere, nobody, rootFolder, sampleUntilSeen, seenIn} from './real-host.ts';
import {asUser, openFolder, qmpAt, type StandIn, startStandIn} from './start-stand-in.ts';

vi.mock('../../../drivers/linux/read-file.ts', () => import('./started-only.ts'));

beforeEach(({skip}) => {
	if (otherUserReason !== undefined) {
		skipBecause(skip, otherUserReason);
	}
});

const listenAt = async (path: string | number): Promise<Server> => {
	const server = createServer().listen(path);
	onTestFinished(() => {
		server.close();
	});
	await once(server, 'listening');
	return server;
};

/** As /proc/net/unix prints a socket that listens, one that is served, and one that waits to be. */
const rows = {
	listening: (inode: string, path: string) => `0: 00000002 00000000 00010000 0001 01 ${inode} ${path}`,
	served: (inode: string, path: string) => `0: 00000003 00000000 00000000 0001 03 ${inode} ${path}`,
	waiting: (path: string) => `0: 00000002 00000000 00000000 0001 02 0 ${path}`,
};

/** Any user may bind a name with a newline in it, also an abstract one. */
const forge = async (row: string): Promise<void> => {
	await listenAt(`\0x\n${row}`);
};

const descriptorOf = (handle: object): number =>
	(handle as {readonly _handle: {readonly fd: number}})._handle.fd;

const inodeOf = (descriptor: number): string =>
	/\d+/.exec(readlinkSync(`/proc/self/fd/${descriptor}`))?.[0] ?? '';

const startSecret = async (folder: string): Promise<{readonly path: string; readonly service: StandIn}> => {
	const path = join(rootFolder(), 's');
	return {path, service: await startStandIn(folder, [], ['-name', 'secret'], {listen: [path]})};
};

const startThief = (folder: string, path: string, inherited: number) =>
	startStandIn(folder, asUser(nobody), ['-name', 'thief', ...qmpAt(path)], {}, {inherited: [inherited]});

test('a socket of root’s that a process was given, and a forged row for it, lead nowhere', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const descriptor = descriptorOf(await listenAt(0));
	await forge(rows.listening(inodeOf(descriptor), path));
	await startThief(folder, path, descriptor);
	expect(await sampleUntilSeen(await connectHere(), 'thief')).toMatchObject({problems: [{kind: 'foreign'}]});
	expect(await service.state()).toMatchObject({served: 0});
});

test('neither does one of unix(7) that listens on nothing, as a service has for its output', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	await listenAt(join(folder, 'journal'));
	const output = connect(join(folder, 'journal'));
	await once(output, 'connect');
	const descriptor = descriptorOf(output);
	await forge(rows.listening(inodeOf(descriptor), path));
	await startThief(folder, path, descriptor);
	expect(await sampleUntilSeen(await connectHere(), 'thief')).toMatchObject({problems: [{kind: 'foreign'}]});
	expect(await service.state()).toMatchObject({served: 0});
	output.destroy();
});

/** A guest of root's and one that became another user, and the inodes of what they listen on. */
const twoGuests = async (folder: string) => {
	const run = rootFolder();
	const paths = [join(run, 'a'), join(run, 'b')] as const;
	const guests = [
		await startStandIn(folder, [], ['-name', 'roots', ...qmpAt(paths[0])], {listen: [paths[0]]}),
		await startStandIn(folder, [], ['-name', 'runas', ...qmpAt(paths[1])], {
			listen: [paths[1]],
			user: nobody,
		}),
	] as const;
	const {listeners} = await readUnixTable('/');
	const inodes = paths.map((path) => [...listeners].find(([, name]) => name === path)?.[0] ?? '');
	return {paths, guests, inodes};
};

test('rows forged for a guest’s path make it neither busy nor silent', async () => {
	const folder = openFolder();
	const {paths} = await twoGuests(folder);
	const web = await listenAt(0);
	for (const [index, path] of paths.entries()) {
		// Inodes of nobody's, and of no other run of this test.
		const inode = (kind: number) => `${4_000_000_000 + process.pid * 10 + kind * 2 + index}`;
		await forge(rows.served(inode(0), path));
		await forge(rows.served(inodeOf(descriptorOf(web)), path));
		await forge(rows.listening(inode(1), path));
		await forge(rows.listening(inode(2), path));
		await forge(rows.waiting(path));
	}

	const connection = await connectHere();
	for (const name of ['roots', 'runas']) {
		expect(await sampleUntilSeen(connection, name)).toMatchObject({domain: {disks: []}, problems: []});
	}
});

test('a queue that is forged alone is given a try', async () => {
	const folder = openFolder();
	const {paths, guests} = await twoGuests(folder);
	await forge(rows.waiting(paths[0]));
	let ahead = 0;
	const connection = await connectHere('qmp:', {
		clock: {
			wall: () => Date.now(),
			monotonic: () => performance.now() / 1000 + ahead,
			sleep: (seconds, signal) =>
				new Promise((resolve) => {
					const timer = setTimeout(resolve, Math.min(seconds, 5) * 1000);
					signal?.addEventListener('abort', () => {
						clearTimeout(timer);
						resolve();
					});
				}),
		},
	});
	// On a busy machine a first reading may end before it comes to this process.
	const firstSeen = async () => seenIn(await sampleOf(connection, quickRequest), 'roots').domain;
	await expect.poll(firstSeen, {timeout: 20_000, interval: 50}).toBeDefined();
	expect(await firstSeen()).not.toHaveProperty('disks', []);
	expect((await guests[0].state()).served).toBe(0);
	ahead += 30;
	await sampleOf(connection, quickRequest);
	await expect
		.poll(async () => (await sampleUntilSeen(connection, 'roots')).problems, {timeout: 30_000, interval: 50})
		.toEqual([]);
	expect((await guests[0].state()).served).toBeGreaterThan(0);
});

test('a second row for the very socket of a guest keeps root’s readable, and nothing is written', async () => {
	const folder = openFolder();
	const {paths, guests, inodes} = await twoGuests(folder);
	for (const inode of inodes) {
		await forge(rows.listening(inode, '/elsewhere'));
	}

	const connection = await connectHere('qmp:', {balloonPeriod: 3});
	expect(await sampleUntilSeen(connection, 'roots')).toMatchObject({domain: {disks: []}, problems: []});
	// Here nothing else says whose it is.
	expect(await sampleUntilSeen(connection, 'runas')).toMatchObject({
		problems: [{kind: 'foreign', message: expect.stringContaining(paths[1])}],
	});
	expect(await guests[0].state()).toMatchObject({period: 0});
	expect(await guests[1].state()).toMatchObject({served: 0});
});

test('another tree of files, in which a guest’s path appears twice, costs neither anything', async () => {
	const folder = openFolder();
	const run = join(folder, 'run');
	mkdirSync(run);
	const path = join(run, 'q');
	const guest = await startStandIn(folder, [], ['-name', 'honest', ...qmpAt(path)], {listen: [path]});
	const inside = ['unshare', '-Urm', 'sh', '-c', 'mount -t tmpfs none "$0" && exec "$@"', run];
	const twin = await startStandIn(folder, [...asUser(nobody), ...inside], ['-name', 'twin', ...qmpAt(path)], {
		listen: [path],
		hold: true,
	});
	const connection = await connectHere('qmp:', {balloonPeriod: 3});
	for (let round = 0; round < 3; round += 1) {
		expect(await sampleUntilSeen(connection, 'honest')).toMatchObject({domain: {disks: []}, problems: []});
	}

	expect(await guest.state()).toMatchObject({period: 3, served: 3});
	expect(await sampleUntilSeen(connection, 'twin')).toMatchObject({
		domain: {user: {id: nobody}},
		problems: [{kind: 'busy'}],
	});
	expect(await twin.state()).toMatchObject({served: 1});
	expect('value' in (await readDescriptors('/', twin.pid))).toBe(true);
	rmSync(path, {force: true});
});

import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test, vi} from 'vitest';
import {otherUserReason} from '../../helpers/as-nobody.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {connectHere, folderOf, nobody, rootFolder, sampleAsUser, sampleUntilSeen} from './real-host.ts';
import {asUser, openFolder, qmpAt, startStandIn} from './start-stand-in.ts';

vi.mock('../../../drivers/linux/read-file.ts', () => import('./started-only.ts'));

beforeEach(({skip}) => {
	if (otherUserReason !== undefined) {
		skipBecause(skip, otherUserReason);
	}
});

const read = {domain: {disks: [], memory: {period: 0}}, problems: []};

test('root’s guests in /run and in /tmp, relative paths and others’ folders too', async () => {
	const folder = openFolder();
	const paths = {
		run: join(rootFolder(), 'q'),
		tmp: join(folder, 'q'),
		his: join(folderOf(folder, 'his', nobody), 'q'),
	};
	for (const [name, path] of Object.entries(paths)) {
		await startStandIn(folder, [], ['-name', `root-${name}`, ...qmpAt(path)], {listen: [path]});
	}

	const work = join(folder, 'work');
	mkdirSync(join(work, 'in'), {recursive: true});
	await startStandIn(
		folder,
		[],
		['-name', 'root-relative', ...qmpAt('in/../q')],
		{listen: ['in/../q']},
		{cwd: work},
	);
	const connection = await connectHere();
	for (const name of [...Object.keys(paths), 'relative']) {
		expect(await sampleUntilSeen(connection, `root-${name}`), name).toMatchObject(read);
	}
});

test('a user’s guest in his own folder, seen by root and by himself; root’s is hidden from him', async () => {
	const folder = openFolder();
	const path = join(folderOf(folder, 'his', nobody, 0o700), 'q');
	await startStandIn(folder, asUser(nobody), ['-name', 'his', ...qmpAt(path)], {listen: [path]});
	const roots = join(rootFolder(), 'q');
	await startStandIn(folder, [], ['-name', 'roots', ...qmpAt(roots)], {listen: [roots]});
	expect(await sampleUntilSeen(await connectHere(), 'his')).toMatchObject({
		...read,
		domain: {user: {id: nobody}},
	});
	expect(await sampleAsUser(nobody, 'his')).toMatchObject(read);
	expect(await sampleAsUser(nobody, 'roots')).toMatchObject({
		domain: {disksReason: 'permission denied'},
		problems: [{kind: 'hidden', advice: 'Run domtop as root to see them.'}],
	});
});

test('guests that became another user, in root’s folder, as Incus has them', async () => {
	const folder = openFolder();
	const run = rootFolder(0o755);
	const paths = ['one', 'two'].map((name) => join(folderOf(run, name, 0), 'qemu.monitor'));
	for (const [index, path] of paths.entries()) {
		const claims = ['-name', `runas-${index}`, ...qmpAt(path), '-runas', 'nobody'];
		await startStandIn(folder, [], claims, {listen: [path], user: nobody});
	}

	const connection = await connectHere('qmp:', {balloonPeriod: 3});
	for (const [index] of paths.entries()) {
		expect(await sampleUntilSeen(connection, `runas-${index}`)).toMatchObject({
			domain: {disks: [], memory: {period: 3}, user: {id: nobody}},
			problems: [],
		});
		// That user himself may neither open it nor see whose it is.
		expect(await sampleAsUser(nobody, `runas-${index}`)).toMatchObject({problems: [{kind: 'hidden'}]});
	}
});

test('but not in a folder that others may write to: there anybody could have put it', async () => {
	const folder = openFolder();
	const path = join(folderOf(folder, 'shared', 0, 0o1777), 'q');
	const claims = ['-name', 'runas', ...qmpAt(path), '-runas', 'nobody'];
	const guest = await startStandIn(folder, [], claims, {
		listen: [path],
		user: nobody,
		name: 'by-path',
	});
	expect(await sampleUntilSeen(await connectHere(), 'runas')).toMatchObject({
		problems: [{kind: 'foreign', advice: expect.stringContaining(`-c qmp://${path}`)}],
	});
	expect(await guest.state()).toMatchObject({served: 0});
	expect(await sampleUntilSeen(await connectHere(`qmp://${path}`), 'by-path')).toMatchObject({
		domain: {disks: []},
	});
});

test('a folder as Proxmox has it: its sockets called .qmp are asked, the others left alone', async () => {
	const folder = openFolder();
	const run = rootFolder(0o755);
	for (const id of ['100', '101']) {
		const path = join(run, `${id}.qmp`);
		const serial = join(run, `${id}.serial0`);
		const claims = ['-name', `vm-${id}`, ...qmpAt(path)];
		await startStandIn(folder, [], claims, {listen: [path, serial]});
	}

	const connection = await connectHere(`qmp://${run}/`);
	for (const id of ['100', '101']) {
		expect(await sampleUntilSeen(connection, `vm-${id}`)).toMatchObject({
			...read,
			domain: {id: expect.any(Number), cpuSeconds: expect.any(Number)},
		});
	}
});

test('a socket that was renamed, by its new path, is its guest’s still', async () => {
	const folder = openFolder();
	const run = rootFolder();
	const [path, moved] = [join(run, 'q'), join(run, 'moved')];
	const claims = ['-name', 'renamed', ...qmpAt(path)];
	const guest = await startStandIn(folder, [], claims, {listen: [path], rename: moved});
	const connection = await connectHere(`qmp://${moved}`);
	expect(await sampleUntilSeen(connection, 'renamed')).toMatchObject({...read, domain: {id: guest.pid}});
});

test('a guest with another tree of files, and one with another network', async () => {
	const folder = openFolder();
	const run = join(folder, 'run');
	mkdirSync(run);
	const path = join(run, 'q');
	const mount = 'mount -t tmpfs none "$0" && exec "$@"';
	const inside = ['unshare', '-m', 'sh', '-c', mount, run];
	const claims = (name: string, one: string) => ['-name', name, ...qmpAt(one)];
	await startStandIn(folder, inside, claims('elsewhere', path), {listen: [path]});
	const network = join(rootFolder(), 'q');
	await startStandIn(folder, ['unshare', '-n'], claims('network', network), {listen: [network]});
	const both = ['unshare', '-mn', ...inside.slice(2)];
	const held = await startStandIn(folder, both, claims('both', path), {listen: [path], hold: true});
	const connection = await connectHere();
	expect(await sampleUntilSeen(connection, 'elsewhere')).toMatchObject(read);
	expect(await sampleUntilSeen(connection, 'network')).toMatchObject(read);
	expect(await sampleUntilSeen(connection, 'both')).toMatchObject({problems: [{kind: 'busy'}]});
	expect(await held.state()).toMatchObject({served: 1});
});

import {spawnSync} from 'node:child_process';
import {closeSync, linkSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {otherUserReason} from '../../helpers/as-nobody.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {request, sampleOf} from './captured-world.ts';
import {connectHere, folderOf, linkAs, nobody, rootFolder, sampleUntilSeen, seenIn} from './real-host.ts';
import {asUser, openFolder, qmpAt, startStandIn} from './start-stand-in.ts';

vi.mock('../../../drivers/linux/read-file.ts', () => import('./started-only.ts'));

beforeEach(({skip}) => {
	if (otherUserReason !== undefined) {
		skipBecause(skip, otherUserReason);
	}
});

const startSecret = async (folder: string) => {
	const path = join(rootFolder(), 's');
	return {path, service: await startStandIn(folder, [], ['-name', 'secret'], {listen: [path]})};
};

test('in a folder that a person gave, another user’s link leads nowhere; his sockets and root’s links are asked', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const shared = folderOf(folder, 'shared', 0, 0o1777);
	linkAs(nobody, path, join(shared, 'led'));
	await startStandIn(folder, asUser(nobody), ['-name', 'his'], {listen: [join(shared, 'his')], name: 'his'});
	const linked = join(rootFolder(), 'linked');
	const guest = await startStandIn(folder, [], ['-version'], {listen: [linked], name: 'linked'});
	symlinkSync(linked, join(shared, 'roots'));
	const connection = await connectHere(`qmp://${shared}/`);
	const {domains} = await sampleOf(connection, request);
	expect(domains.map(({name}) => name).sort()).toEqual(['his', 'linked']);
	expect(await guest.state()).toMatchObject({served: 1});
	expect(await service.state()).toMatchObject({served: 0});
});

test('a path that a person gave is followed over no link that another user can change, at the start or later', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const his = folderOf(folder, 'his', nobody);
	linkAs(nobody, path, join(his, 'led'));
	linkAs(nobody, join(path, '..'), join(his, 'way'));
	for (const given of [join(his, 'led'), join(his, 'way/s'), `${his}/way/`]) {
		await expect(connectHere(`qmp://${given}`)).rejects.toMatchObject({
			message: expect.stringContaining('another user can change'),
			advice: expect.stringContaining(given.endsWith('/') ? join(path, '..') : path),
		});
	}

	const own = join(his, 'own');
	const peer = await startStandIn(folder, asUser(nobody), ['-version'], {listen: [own], name: 'his'});
	const connection = await connectHere(`qmp://${own}`);
	expect(await sampleUntilSeen(connection, 'his')).toMatchObject({domain: {disks: []}});
	await peer.stop();
	renameSync(join(his, 'led'), own);
	const {problems} = await sampleOf(connection, request);
	expect(problems).toMatchObject([{kind: 'led', advice: expect.stringContaining(path)}]);
	expect(await service.state()).toMatchObject({served: 0});
});

test('what another process calls / is not taken for this one’s', async () => {
	await expect(connectHere(`qmp:///proc/${process.pid}/root/run/q`)).rejects.toMatchObject({
		message: expect.stringContaining('a link below /proc/<pid>'),
	});
});

test('links that root made are followed where a person gave them', async () => {
	const folder = openFolder();
	const run = rootFolder();
	mkdirSync(join(run, 'vms'));
	const path = join(run, 'vms/q');
	await startStandIn(folder, [], ['-name', 'linked', ...qmpAt(path)], {listen: [path]});
	symlinkSync('vms', join(run, 'way'));
	symlinkSync('way/q', join(run, 'link'));
	for (const given of ['link', 'way/q', 'way/']) {
		const connection = await connectHere(`qmp://${run}/${given}`);
		expect(await sampleUntilSeen(connection, 'linked')).toMatchObject({
			domain: {disks: [], cpuSeconds: expect.any(Number)},
			problems: [],
		});
	}
});

test('a thread that a peer claims counts only if its process listens there', async () => {
	const folder = openFolder();
	const run = rootFolder();
	const guestPath = join(run, 'q');
	const guest = await startStandIn(folder, [], ['-name', 'roots', ...qmpAt(guestPath)], {
		listen: [guestPath],
	});
	const his = folderOf(folder, 'his', nobody);
	for (const [name, thread] of Object.entries({init: 1, guest: guest.pid, own: process.pid})) {
		const path = join(his, name);
		await startStandIn(folder, asUser(nobody), ['-version'], {listen: [path], thread, name: `peer-${name}`});
		for (const uri of [`qmp://${path}`, `qmp://${his}/`]) {
			const {domain} = await sampleUntilSeen(await connectHere(uri), `peer-${name}`);
			expect(domain).toMatchObject({disks: []});
			for (const field of ['id', 'cpuSeconds', 'uuid', 'user']) {
				expect(domain, field).not.toHaveProperty(field, expect.anything());
			}

			expect(domain?.memory?.residentKiB).toBeUndefined();
		}
	}

	expect(await guest.state()).toMatchObject({served: 0});
});

test('a process whose command line names no socket is known by one that it listens on, if the file is its user’s', async () => {
	const folder = openFolder();
	const work = folderOf(folder, 'work', 0);
	const path = join(work, 'q');
	await startStandIn(folder, [], ['-name', 'plain'], {listen: [path]});
	const found = await sampleUntilSeen(await connectHere(`qmp://${path}`), 'plain');
	expect(found).toMatchObject({domain: {disks: [], cpuSeconds: expect.any(Number)}});
	const relative = folderOf(folder, 'relative', 0);
	await startStandIn(folder, [], ['-name', 'in-folder'], {listen: ['q']}, {cwd: relative});
	const inFolder = await sampleUntilSeen(await connectHere(`qmp://${join(relative, 'q')}`), 'in-folder');
	expect(inFolder).toMatchObject({domain: {disks: [], cpuSeconds: expect.any(Number)}});
	// The file that lies there by now is another user's, who says that he is the process.
	const {pid} = await startStandIn(folder, [], ['-name', 'victim'], {
		listen: [join(work, 'v')],
		rename: join(work, 'gone'),
	});
	const shared = folderOf(folder, 'shared', nobody);
	await startStandIn(folder, asUser(nobody), ['-version'], {
		listen: [join(shared, 'v')],
		thread: pid,
		name: 'impostor',
	});
	renameSync(join(shared, 'v'), join(work, 'v'));
	const {domain} = await sampleUntilSeen(await connectHere(`qmp://${join(work, 'v')}`), 'impostor');
	expect(domain).toMatchObject({disks: []});
	expect(domain).not.toHaveProperty('cpuSeconds', expect.anything());
	expect(domain?.process).toEqual({pid: undefined, isTrusted: false, isOfLibvirt: false});
});

test('a guest whose file was replaced in a folder does not get another’s answers, and the other no write', async () => {
	const folder = openFolder();
	const his = folderOf(folder, 'his', nobody);
	const path = join(his, 'q.qmp');
	const claims = ['-name', 'replaced', ...qmpAt(path)];
	await startStandIn(folder, asUser(nobody), claims, {listen: [path]});
	const connection = await connectHere(`qmp://${his}/`, {balloonPeriod: 3});
	const before = await sampleUntilSeen(connection, 'replaced');
	expect(before).toMatchObject({domain: {disks: [], memory: {period: 3}}});
	await connection.release?.();
	const impostor = await startStandIn(folder, [], ['-version'], {listen: [`${path}.new`]});
	renameSync(`${path}.new`, path);
	const {domain} = await sampleUntilSeen(connection, 'replaced');
	expect(domain?.at).toBe(before.domain?.at);
	expect(await impostor.state()).toMatchObject({served: 0});
});

test('libvirt’s monitors are not opened by any spelling of their folder', async () => {
	const folder = openFolder();
	const monitors = join(folder, 'lib/libvirt/qemu/domain-1-a');
	mkdirSync(monitors, {recursive: true});
	const path = join(monitors, 'monitor.sock');
	const guest = await startStandIn(folder, [], ['-name', 'managed'], {listen: [path]});
	symlinkSync(monitors, join(folder, 'way'));
	symlinkSync(path, join(folder, 'link'));
	linkSync(path, join(monitors, 'again'));
	const spellings = [path, join(folder, 'way/monitor.sock'), join(folder, 'link'), join(folder, 'way/again')]
		.concat(path.replace('/libvirt/', '//libvirt/./'))
		.concat(path.replace('/libvirt/', '/libvirt/../libvirt/'));
	for (const spelling of spellings) {
		await expect(connectHere(`qmp://${spelling}`), spelling).rejects.toMatchObject({
			message: expect.stringContaining('belongs to libvirt'),
		});
	}

	await startStandIn(folder, [], ['-name', 'roots-fake', ...qmpAt(join(folder, 'way/monitor.sock'))]);
	expect(await sampleUntilSeen(await connectHere(), 'roots-fake')).toMatchObject({
		problems: [{kind: 'libvirt'}],
	});
	expect(await guest.state()).toMatchObject({served: 0});
});

/** A file system that answers nothing, not even that it is there. */
const mountSilence = (folder: string): string | undefined => {
	const place = folderOf(folder, 'silence', 0);
	let device: number;
	try {
		device = openSync('/dev/fuse', 'r+');
	} catch {
		return undefined;
	}

	const options = 'fd=3,rootmode=40000,user_id=0,group_id=0,allow_other';
	const {status} = spawnSync('mount', ['-i', '-t', 'fuse', '-o', options, 'silence', place], {
		stdio: ['ignore', 'ignore', 'ignore', device],
	});
	onTestFinished(() => {
		closeSync(device);
		spawnSync('umount', ['-l', place]);
		rmSync(place, {recursive: true, force: true});
	});
	return status === 0 ? place : undefined;
};

test('a file system that hangs is not looked at, and costs the others nothing', async ({skip}) => {
	const folder = openFolder();
	const place = mountSilence(folder);
	if (place === undefined) {
		skipBecause(skip, 'no FUSE can be mounted here');
	}

	await expect(connectHere(`qmp://${place}/vms/q`)).rejects.toMatchObject({
		message: expect.stringContaining('may hang'),
	});
	await expect(connectHere(`qmp://${place}/`)).rejects.toMatchObject({
		message: expect.stringContaining('may hang'),
	});
	symlinkSync(`${place}/vms`, join(folder, 'way'));
	const path = join(rootFolder(), 'q');
	await startStandIn(folder, [], ['-name', 'good', ...qmpAt(path)], {listen: [path]});
	const hanging = [`${place}/q`, `${place}/../silence/q`, join(folder, 'way/q')];
	await Promise.all(
		hanging.map((one, index) =>
			startStandIn(folder, asUser(nobody), ['-name', `hanging-${index}`, ...qmpAt(one)]),
		),
	);
	const connection = await connectHere();
	for (const [index] of hanging.entries()) {
		await sampleUntilSeen(connection, `hanging-${index}`);
	}

	const sample = await sampleOf(connection, request);
	expect(seenIn(sample, 'good')).toMatchObject({domain: {disks: []}, problems: []});
	for (const [index] of hanging.entries()) {
		expect(seenIn(sample, `hanging-${index}`).problems).toMatchObject([{kind: 'remote'}]);
	}
});

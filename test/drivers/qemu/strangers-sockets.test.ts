import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chownSync, linkSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {otherUserReason} from '../../helpers/as-nobody.ts';
import {eventually} from '../../helpers/eventually.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {request, sampleOf} from './captured-world.ts';
import {connectHere, nobody, other, rootFolder, sampleUntilSeen, seenIn} from './real-host.ts';
import {asUser, openFolder, qmpAt, type StandIn, startedPids, startStandIn} from './start-stand-in.ts';

vi.mock('../../../drivers/linux/read-file.ts', () => import('./started-only.ts'));

beforeEach(({skip}) => {
	if (otherUserReason !== undefined) {
		skipBecause(skip, otherUserReason);
	}
});

const server = 'server=on,wait=off';

/** A service of root's, in a folder that root alone may enter. */
const startSecret = async (folder: string): Promise<{readonly path: string; readonly service: StandIn}> => {
	const path = join(rootFolder(), 's');
	return {path, service: await startStandIn(folder, [], ['-name', 'secret'], {listen: [path]})};
};

const claimsOf = (folder: string, path: string): Readonly<Record<string, readonly string[]>> => {
	const inFolder = (name: string) => join(folder, name);
	symlinkSync(path, inFolder('link'));
	symlinkSync(join(path, '..'), inFolder('way'));
	symlinkSync(join(folder, 'way', 's'), inFolder('link-to-link'));
	execFileSync('mkfifo', [inFolder('pipe')]);
	writeFileSync(inFolder('file'), '');
	mkdirSync(inFolder('folder'));
	const hard = join(rootFolder(0o755), 'hard');
	linkSync(path, hard);
	return {
		plain: qmpAt(path),
		slashes: qmpAt(path.replaceAll('/', '//')),
		dots: qmpAt(path.replaceAll('/', '/./')),
		up: qmpAt(`/run/..${path}`),
		'up-too-far': qmpAt(`/../../..${path}`),
		relative: qmpAt(`..${'/..'.repeat(9)}${path}`),
		link: qmpAt(inFolder('link')),
		'hard-link': qmpAt(hard),
		'link-in-the-middle': qmpAt(inFolder('way/s')),
		'link-to-link': qmpAt(inFolder('link-to-link')),
		'by-proc': qmpAt(`/proc/self/root${path}`),
		'by-own-proc': qmpAt(`/proc/1/root${path}`),
		mon: ['-chardev', `socket,id=c,path=${path},${server}`, '-mon', 'chardev=c,mode=control'],
		json: [
			'-chardev',
			JSON.stringify({id: 'c', backend: {type: 'socket', data: {addr: {type: 'unix', data: {path}}}}}),
			...['-mon', 'chardev=c,mode=control'],
		],
		object: ['-chardev', `socket,id=c,path=${path},${server}`, '-object', 'monitor-qmp,id=m,chardev=c'],
		newline: qmpAt(`${path}\n0: 00000002 00000000 00010000 0001 01 1 ${path}`),
		abstract: ['-qmp', `unix:${path},abstract=on,${server}`],
		several: [...qmpAt(inFolder('none')), ...qmpAt(path), ...qmpAt(inFolder('link'))],
		pipe: qmpAt(inFolder('pipe')),
		file: qmpAt(inFolder('file')),
		folder: qmpAt(inFolder('folder')),
		device: qmpAt('/dev/zero'),
		journal: qmpAt('/dev/log'),
		loop: qmpAt(`${inFolder('way')}${'/../way'.repeat(60)}/s`),
		long: qmpAt(`/${'x/'.repeat(5000)}s`),
	};
};

test('no name that a stranger gives makes root connect to a socket that is not his; each keeps its row, with the reason', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const claims = Object.entries(claimsOf(folder, path));
	const names = claims.map(([kind]) => `fake-${kind}`);
	await Promise.all(
		claims.map(([kind, claim], index) =>
			startStandIn(folder, asUser(index % 2 === 0 ? nobody : other), ['-name', `fake-${kind}`, ...claim]),
		),
	);
	const connection = await connectHere();
	const sample = () => sampleOf(connection, request);
	const missing = async () => {
		const present = new Set((await sample()).domains.map(({name}) => name));
		return names.filter((name) => !present.has(name));
	};
	await eventually(missing).toEqual([]);
	for (let round = 0; round < 3; round += 1) {
		const now = await sample();
		for (const [index, name] of names.entries()) {
			expect(seenIn(now, name).domain, name).toMatchObject({
				user: {id: index % 2 === 0 ? nobody : other},
				disksReason: expect.any(String),
			});
		}

		expect(seenIn(now, 'fake-plain')).toMatchObject({
			domain: {disksReason: 'the QMP socket it names is not its own'},
			problems: [{kind: 'foreign', message: expect.stringContaining(path)}],
		});
	}

	expect(await service.state()).toMatchObject({served: 0});
});

test('a socket of another stranger is not opened for him either', async () => {
	const folder = openFolder();
	execFileSync('mkdir', ['-m', '777', join(folder, 'open')]);
	const path = join(folder, 'open/s');
	const victim = await startStandIn(folder, asUser(other), ['-name', 'victim'], {listen: [path]});
	await startStandIn(folder, asUser(nobody), ['-name', 'thief', ...qmpAt(path)]);
	expect(await sampleUntilSeen(await connectHere(), 'thief')).toMatchObject({problems: [{kind: 'foreign'}]});
	expect(await victim.state()).toMatchObject({served: 0});
});

/** Swaps what lies at a path as fast as it can, from one to the other and back, until the test ends. */
const swap = async (folder: string, path: string, secret: string): Promise<void> => {
	const script = `
		const {symlinkSync, renameSync, linkSync} = require('node:fs');
		const [path, secret] = process.argv.slice(1);
		linkSync(path, path + '.own');
		for (let round = 0; ; round += 1) {
			symlinkSync(secret, path + '.link');
			renameSync(path + '.link', path);
			linkSync(path + '.own', path + '.again');
			renameSync(path + '.again', path);
			if (round === 0) console.log('swaps');
		}`;
	const [file = '', ...parameters] = [...asUser(nobody), process.execPath, '-e', script, path, secret];
	const child = spawn(file, parameters, {cwd: folder, stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(async () => {
		const gone = once(child, 'exit');
		child.kill('SIGKILL');
		await gone;
	});
	await once(child.stdout, 'data');
};

test('a socket that changes hands between the look and the connection is the one that was looked at', async () => {
	const folder = openFolder();
	const {path: secret, service} = await startSecret(folder);
	const own = join(folder, 'own');
	mkdirSync(own);
	chownSync(own, nobody, nobody);
	const path = join(own, 'q');
	const fake = await startStandIn(folder, asUser(nobody), ['-name', 'swapper', ...qmpAt(path)], {
		listen: [path],
	});
	await swap(folder, path, secret);
	for (let round = 0; round < 40; round += 1) {
		const connection = await connectHere();
		await sampleUntilSeen(connection, 'swapper');
		await connection.close();
	}

	expect(await service.state()).toMatchObject({served: 0});
	expect((await fake.state()).served).toBeGreaterThan(0);
});

test('a program that anybody may start as root, such as su, leads nowhere', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const program = join(folder, 'qemu-system-x86_64.su');
	symlinkSync('/bin/su', program);
	const named = ['bash', '-c', 'exec -a qemu-system-x86_64 "$0" "$@"', program];
	const claims = ['root', '--', '-name', 'through-su', '-m', '1', ...qmpAt(path)];
	const [file = '', ...parameters] = [...asUser(nobody), ...named, ...claims];
	const child = spawn(file, parameters, {stdio: ['pipe', 'pipe', 'pipe']});
	onTestFinished(async () => {
		const gone = once(child, 'exit');
		child.kill('SIGKILL');
		await gone;
	});
	startedPids.add(String(child.pid));
	// It asks for a password, and waits.
	await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
	expect(await sampleUntilSeen(await connectHere(), 'through-su')).toMatchObject({
		problems: [{kind: 'foreign'}],
	});
	expect(await service.state()).toMatchObject({served: 0});
});

test('a container’s root is led by its own tree alone, whatever its links say', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const tree = join(folder, 'tree');
	mkdirSync(tree);
	const ways = [join(folder, 'absolute'), join(folder, 'up')] as const;
	symlinkSync(join(path, '..'), ways[0]);
	symlinkSync(`${'../'.repeat(20)}${join(path, '..')}`, ways[1]);
	// Its tree is this one with another /run.
	const enter = 'mount --rbind / "$0" && mount -t tmpfs none "$0/run" && exec chroot "$0" "$@"';
	const inside = ['unshare', '-m', 'sh', '-c', enter, tree];
	const claims = [
		...ways.flatMap((way) => qmpAt(`${way}/s`)),
		...qmpAt(`/proc/1/root${path}`),
		...qmpAt(path),
	];
	await startStandIn(folder, inside, ['-name', 'container', ...claims]);
	const connection = await connectHere();
	for (let round = 0; round < 6; round += 1) {
		expect(await sampleUntilSeen(connection, 'container')).toMatchObject({
			domain: {disksReason: expect.any(String)},
		});
	}

	expect(await service.state()).toMatchObject({served: 0});
});

test('a process that is over as soon as it is seen is no trouble', async () => {
	const folder = openFolder();
	const {path, service} = await startSecret(folder);
	const connection = await connectHere();
	for (let round = 0; round < 10; round += 1) {
		const fake = await startStandIn(folder, asUser(nobody), ['-name', 'brief', ...qmpAt(path)]);
		const [sample] = await Promise.all([sampleOf(connection, request), fake.stop()]);
		expect(sample.problems.filter(({kind}) => kind !== 'foreign')).toEqual(
			sample.problems.filter(({kind}) => kind.startsWith('no-monitor')),
		);
	}

	expect(await service.state()).toMatchObject({served: 0});
});

test('a root’s process that names a socket it does not listen on is told, and that left alone', async () => {
	const folder = openFolder();
	let taken = 0;
	const console_ = createServer(() => {
		taken += 1;
	}).listen(join(folder, 'console'));
	onTestFinished(() => {
		console_.close();
	});
	await once(console_, 'listening');
	await startStandIn(folder, [], ['-name', 'roots-fake', ...qmpAt(join(folder, 'console'))]);
	expect(await sampleUntilSeen(await connectHere(), 'roots-fake')).toMatchObject({
		problems: [{kind: 'foreign'}],
	});
	expect(taken).toBe(0);
});

import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, chownSync, mkdirSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test, vi} from 'vitest';
import {systemClock} from '../../../source/async/clock.ts';
import {otherUserReason} from '../../helpers/as-nobody.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {request, sampleOf} from './captured-world.ts';
import {connectHere, linkAs, nobody, other, rootFolder, sampleUntilSeen, seenIn} from './real-host.ts';
import {asUser, openFolder, startStandIn} from './start-stand-in.ts';

vi.mock('../../../drivers/linux/read-file.ts', () => import('./started-only.ts'));

beforeEach(({skip}) => {
	if (otherUserReason !== undefined) {
		skipBecause(skip, otherUserReason);
	}
});

const secret = 'secret-text';

/** Two networks by file: had it been read, they would be there. */
const configOf = (...more: readonly string[]): string =>
	[
		'[smp-opts]\n cpus = "3"\n[memory]\n size = "1G"\n',
		`[netdev "${secret}"]\n type = "user"\n[netdev "second"]\n type = "user"\n`,
		...more,
	].join('');

const monitorOf = (path: string): string =>
	`[chardev "m"]\n backend = "socket"\n path = "${path}"\n server = "on"\n wait = "off"\n[mon]\n chardev = "m"\n mode = "control"\n`;

const write = (path: string, text: string, user: number, mode = 0o600): string => {
	writeFileSync(path, text);
	chownSync(path, user, user);
	chmodSync(path, mode);
	return path;
};

const named = (path: string) => ['-nodefaults', '-readconfig', path];

const place = () => {
	const folder = openFolder();
	mkdirSync(join(folder, 'own'));
	chownSync(join(folder, 'own'), nobody, nobody);
	return {folder, own: join(folder, 'own'), hidden: rootFolder()};
};

test('of a stranger only his own file is read, and what anybody may read; each other keeps a row and the true reason', async () => {
	const {folder, own, hidden} = place();
	const at = (name: string) => join(own, name);
	const config = configOf();
	const secretFile = write(join(hidden, 'a.conf'), config, 0, 0o644);
	execFileSync('mkfifo', ['-m', '666', at('pipe')]);
	mkdirSync(at('folder'));
	writeFileSync(at('huge'), config);
	truncateSync(at('huge'), 2 ** 40);
	chownSync(at('huge'), nobody, nobody);
	symlinkSync(secretFile, at('link'));
	const kinds: Readonly<Record<string, readonly [string, string | undefined]>> = {
		own: [write(at('plain'), config, nobody), undefined],
		relative: ['own/plain', undefined],
		public: [write(join(folder, 'public'), config, 0, 0o644), undefined],
		roots: [write(at('roots'), config, 0), 'which is not its own'],
		hidden: [secretFile, 'which is not its own'],
		link: [at('link'), 'which is not its own'],
		others: [write(at('others'), config, other, 0o666), 'which is not its own'],
		pipe: [at('pipe'), 'which is no plain file'],
		folder: [at('folder'), 'which is no plain file'],
		zero: ['/dev/zero', 'which is no plain file'],
		terminal: ['/dev/tty', 'which is no plain file'],
		messages: ['/proc/kmsg', 'which is no plain file'],
		handed: ['/dev/fd/0', 'which is no plain file'],
		setting: ['/sys/kernel/mm/transparent_hugepage/enabled', 'which is no plain file'],
		huge: [at('huge'), 'which is longer than 128 KiB'],
		none: [at('none'), 'which is not there any more'],
		garbled: [write(at('garbled'), `${config}nonsense\n`, nobody), 'which is not as QEMU reads it'],
		letters: [at('\u001B[2J'), 'which is not there any more'],
	};
	await Promise.all(
		Object.entries(kinds).map(([kind, [path]]) =>
			startStandIn(folder, asUser(nobody), ['-name', kind, ...named(path)]),
		),
	);
	const connection = await connectHere();
	const names = Object.keys(kinds).toSorted();
	await eventually(async () =>
		(await sampleOf(connection, request)).domains.map(({name}) => name).toSorted(),
	).toEqual(names);
	const sample = await sampleOf(connection, request);
	for (const [kind, [path, reason]] of Object.entries(kinds)) {
		const {domain, problems} = seenIn(sample, kind);
		if (reason === undefined) {
			expect(domain, kind).toMatchObject({
				vcpuCount: 3,
				memory: {maximumKiB: 1_048_576},
				nics: [{name: secret}, {name: 'second'}],
				disksReason: 'no QMP socket',
			});
			continue;
		}

		const whole = `its configuration is in ${path.replace('\u001B', '\uFFFD')}, ${reason}`;
		expect(domain, kind).toMatchObject({disksReason: whole, nicsReason: whole});
		expect(domain?.nics).toBeUndefined();
		expect(domain?.vcpuCount).toBeUndefined();
		expect(domain?.memory.maximumKiB).toBeUndefined();
		expect(JSON.stringify(domain)).not.toContain(secret);
		expect(problems).toMatchObject([
			{advice: 'If that gives it a QMP socket, name it: -c qmp:///run/NAME.sock.'},
		]);
	}
});

test('root reads what root wrote, and its sockets are found; not what another wrote, or leads to', async () => {
	const {folder, own, hidden} = place();
	const path = join(hidden, 's');
	const config = write(join(hidden, 'c'), configOf(monitorOf(path)), 0);
	linkAs(nobody, config, join(own, 'led'));
	await startStandIn(folder, [], ['-name', 'root', ...named(config)], {listen: [path]});
	await startStandIn(folder, [], ['-name', 'led', ...named(join(own, 'led'))], {listen: [join(hidden, 't')]});
	await startStandIn(folder, [], ['-name', 'others', ...named(write(join(own, 'o'), configOf(), nobody))]);
	const connection = await connectHere();
	expect((await sampleUntilSeen(connection, 'root')).domain?.state).toBe('running');
	expect((await sampleUntilSeen(connection, 'led')).domain?.disksReason).toContain('which is not its own');
	expect((await sampleUntilSeen(connection, 'others')).domain?.disksReason).toContain('which is not its own');
});

test('a file of root counts for a process that root made before it became another user, and for no other', async () => {
	const {folder, hidden} = place();
	const path = join(hidden, 's');
	const config = write(join(hidden, 'c'), configOf(monitorOf(path)), 0);
	await startStandIn(folder, [], ['-name', 'incus', ...named(config)], {listen: [path], user: nobody});
	await startStandIn(folder, asUser(nobody), ['-name', 'thief', ...named(config)]);
	const connection = await connectHere();
	expect((await sampleUntilSeen(connection, 'incus')).domain).toMatchObject({
		state: 'running',
		nics: [{name: secret}, {name: 'second'}],
	});
	expect((await sampleUntilSeen(connection, 'thief')).domain?.disksReason).toContain('which is not its own');
});

/** As after a step of the clock back by an hour: all files seem to be newer than all processes. */
const steppedClock = {...systemClock, wall: () => systemClock.wall() - 3_600_000};

test('a file that seems to be written after its process had started says nothing', async () => {
	const {folder, own} = place();
	const config = write(join(own, 'c'), configOf(monitorOf(join(own, 'none'))), nobody);
	await startStandIn(folder, asUser(nobody), ['-name', 'late', ...named(config)]);
	const {domain} = await sampleUntilSeen(await connectHere('qmp:', {clock: steppedClock}), 'late');
	expect(domain?.disksReason).toBe(
		`its configuration is in ${config}, which seems to be newer than its process`,
	);
	expect(domain?.nics).toBeUndefined();
	expect(domain?.vcpuCount).toBeUndefined();
});

test('of one that only seems so, for the clock was stepped, the sockets count that its process listens on, and nothing else', async () => {
	const {folder, own} = place();
	const [first, second] = [join(own, 's'), join(own, 't')];
	const empty = write(join(own, 'e'), '[memory]\n size = "7G"\n', nobody);
	const config = write(join(own, 'c'), configOf(monitorOf(first)), nobody);
	await startStandIn(folder, asUser(nobody), ['-name', 'stepped', ...named(empty), ...named(config)], {
		listen: [first],
		name: 'stepped',
	});
	const foreign = write(join(folder, 'r'), configOf(monitorOf(second)), nobody);
	await startStandIn(folder, asUser(other), ['-name', 'thief', ...named(foreign)], {name: 'thief'});
	const connection = await connectHere('qmp:', {clock: steppedClock});
	await eventually(async () => (await sampleUntilSeen(connection, 'stepped')).domain?.state).toBe('running');
	const {domain} = await sampleUntilSeen(connection, 'stepped');
	expect(domain).toMatchObject({vcpuCount: 1, memory: {maximumKiB: 1_048_576}});
	expect(JSON.stringify(domain)).not.toContain(secret);
	expect(domain?.nicsReason).toBe(
		`its configuration is in ${empty}, which seems to be newer than its process`,
	);
	expect((await sampleUntilSeen(connection, 'thief')).domain?.disksReason).toContain('which is not its own');
});

test('a file that could not be read in time is read again with growing pauses, and then its socket is found', async () => {
	const {folder, own} = place();
	const path = join(own, 's');
	const config = write(join(own, 'c'), configOf(monitorOf(path)), nobody);
	await startStandIn(folder, asUser(nobody), ['-name', 'hung', '-no-user-config', ...named(config)], {
		listen: [path],
		name: 'hung',
	});
	const clock = createShiftedClock();
	let reads = 0;
	const ended: Array<Promise<unknown>> = [];
	const connection = await connectHere('qmp:', {
		clock,
		spawn: (command, parameters, options = {}) => {
			const isConfig = parameters.some((one) => /^\/proc\/\d+\/fd\//.test(one));
			reads += isConfig ? 1 : 0;
			if (!isConfig || reads === 3) {
				return spawn(command, parameters, {...options, stdio: 'pipe'});
			}

			const hung = spawn('sleep', ['1000'], {...options, stdio: 'pipe'});
			ended.push(once(hung, 'close'));
			return hung;
		},
	});
	const late = `its configuration is in ${config}, which cannot be read in time`;
	const readsAfter = async (seconds: number): Promise<number> => {
		clock.shift(seconds);
		for (let round = 0; round < 3; round += 1) {
			expect((await sampleUntilSeen(connection, 'hung')).domain?.disksReason).toBe(late);
		}

		return reads;
	};
	expect(await readsAfter(0)).toBe(1);
	await ended[0];
	expect(await readsAfter(5)).toBe(1);
	clock.shift(6);
	await eventually(() => readsAfter(0)).toBe(2);
	await ended[1];
	expect(await readsAfter(12)).toBe(2);
	clock.shift(9);
	await eventually(async () => (await sampleUntilSeen(connection, 'hung')).domain?.state).toBe('running');
	expect((await sampleUntilSeen(connection, 'hung')).domain).toMatchObject({
		nics: [{name: secret}, {name: 'second'}],
	});
	await sampleOf(connection, request);
	clock.shift(1000);
	await sampleUntilSeen(connection, 'hung');
	expect(reads).toBe(3);
});

test('of many files the first are read, and that there are more is said', async () => {
	const {folder, own} = place();
	const config = write(join(own, 'c'), '[memory]\n size = "1G"\n', nobody);
	const many = Array.from({length: 17}, () => ['-readconfig', config]).flat();
	await startStandIn(folder, asUser(nobody), ['-name', 'many', ...many]);
	expect((await sampleUntilSeen(await connectHere(), 'many')).domain).toMatchObject({
		disksReason: 'its configuration is in more than 16 files',
		memory: {maximumKiB: 1_048_576},
	});
});

import {copyFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import type {QemuProcess} from '../../../drivers/qemu/qemu-process.ts';
import {createStartedByLibvirt} from '../../../drivers/qemu/started-by-libvirt.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

const monitor = '/var/lib/libvirt/qemu/domain-1-alpha/monitor.sock';
const [root, libvirtQemu, eve] = [0, 64055, 1001];

/** Processes by pid, with the path that each listens on; absent: that may not be seen. */
const worldOf = (listening: Readonly<Record<number, string | undefined>>) => {
	const folder = temporaryFolder();
	const rows = Object.entries(listening).flatMap(([pid, path]) =>
		path === undefined ? [] : `0: 00000002 00000000 00010000 0001 01 ${pid}00 ${path}`,
	);
	mkdirSync(join(folder, 'proc/net'), {recursive: true});
	writeFileSync(join(folder, 'proc/net/unix'), `Num\n${rows.join('\n')}\n`);
	for (const [pid, path] of Object.entries(listening)) {
		mkdirSync(join(folder, `proc/${pid}/net`), {recursive: true});
		copyFileSync(join(folder, 'proc/net/unix'), join(folder, `proc/${pid}/net/unix`));
		const place = join(folder, `proc/${pid}/fd`);
		if (path === undefined) {
			// As opendir(3) refuses what may not be seen, also to root.
			symlinkSync(place, place);
		} else {
			mkdirSync(place);
			symlinkSync(`socket:[${pid}00]`, join(place, '3'));
		}
	}

	const clock = createHandClock();
	const tables = createUnixTables(folder, clock);
	return {
		clock,
		started: createStartedByLibvirt({root: folder, clock, tables}, (user) => user === libvirtQemu),
	};
};

const processOf = (pid: number, user: number, changes: Partial<QemuProcess> = {}): QemuProcess =>
	({
		pid,
		incarnation: `${pid}:1`,
		users: {effective: user, isOne: true},
		identity: {uuid: 'a'},
		monitors: {sockets: [], reason: 'monitor belongs to libvirt', ofLibvirt: []},
		hasOtherMounts: true,
		hasOtherNetwork: false,
		...changes,
	}) as QemuProcess;

test('it is root’s or libvirt’s user’s, names a monitor of libvirt, and listens in libvirt’s folder', async () => {
	const {started, clock} = worldOf({
		1: monitor,
		2: monitor,
		3: monitor,
		4: monitor,
		5: monitor,
		6: '/run/x',
		7: monitor,
	});
	const [ofRoot, ofQemu, ...others] = [
		processOf(1, root),
		processOf(2, libvirtQemu),
		processOf(3, eve),
		processOf(4, root, {monitors: {sockets: [], reason: 'no QMP socket', ofLibvirt: []}}),
		processOf(5, root, {users: {effective: root, isOne: false}}),
		processOf(6, root),
		processOf(7, root, {hasOtherNetwork: true}),
	];
	const all = [ofRoot, ofQemu, ...others].filter((one) => one !== undefined);
	await started.refresh(all);
	expect(all.map(started.has)).toEqual(['just now', 'just now', false, false, false, false, false]);
	await clock.advance(10);
	await started.refresh(all);
	expect(all.map(started.has)).toEqual([true, true, false, false, false, false, false]);
});

test('where it may not be seen what it listens on, it is believed as long as no second one has its uuid', async () => {
	const {started, clock} = worldOf({1: undefined, 2: undefined, 3: undefined});
	const [one, second, stranger] = [processOf(1, root), processOf(2, libvirtQemu), processOf(3, eve)];
	await started.refresh([one, stranger]);
	await clock.advance(10);
	expect([one, stranger].map(started.has)).toEqual([true, false]);
	await started.refresh([one, second, stranger]);
	expect([one, second, stranger].map(started.has)).toEqual([false, false, false]);
});

test('of many of which it may not be seen each is looked at before one is again', async () => {
	const pids = Array.from({length: 130}, (_, index) => index + 1);
	const {started, clock} = worldOf(Object.fromEntries(pids.map((pid) => [pid, undefined])));
	const all = pids.map((pid) => processOf(pid, root, {identity: {uuid: `of ${Math.floor(pid / 2)}`}}));
	for (let refresh = 0; refresh < 3; refresh += 1) {
		await started.refresh(all);
		await clock.advance(10);
	}

	// The first and the last have no second one of their uuid.
	expect(all.map(started.has)).toEqual(all.map((one) => one === all[0] || one === all.at(-1)));
});

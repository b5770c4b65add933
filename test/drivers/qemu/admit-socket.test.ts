import {chmodSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {admitSocket} from '../../../drivers/qemu/admit-socket.ts';
import {createProcessFinder} from '../../../drivers/qemu/process-finder.ts';
import type {QemuProcess} from '../../../drivers/qemu/qemu-process.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {createCapturedHost, pids} from './captured-host.ts';
import {socketOf} from './captured-world.ts';
import {ownUser, processWorld} from './process-world.ts';
import {startUnixServer} from './unix-server.ts';

beforeEach(({skip}) => {
	if (ownUser !== 0) {
		skipBecause(skip, 'the sockets have to be root’s');
	}
});

/** A guest of root's as it was found, and what is said of its socket now. */
const foundGuest = async () => {
	const host = createCapturedHost([pids.qa]);
	const clock = createFakeClock();
	const tables = createUnixTables(host.root, clock);
	const world = {...processWorld(host.root, clock), tables};
	const [guest] = await createProcessFinder(world, tables).find();
	const path = `${host.root}${socketOf('qa')}`;
	await startUnixServer(path, () => {});
	const admit = async (process = guest as QemuProcess): Promise<string> => {
		const [socket] = process.monitors.sockets;
		if (!socket) {
			throw new Error('it has no socket');
		}

		try {
			await (await admitSocket(world, process, socket)).close();
			return 'admitted';
		} catch (error) {
			return (error as {readonly kind: string}).kind;
		}
	};

	const become = (...users: readonly number[]) => {
		const status = `/proc/${pids.qa}/status`;
		host.write(status, host.captured(status).replace(/^Uid:.*$/m, `Uid:\t${users.join('\t')}`));
	};

	return {host, guest: guest as QemuProcess, path, admit, become};
};

test('root’s guest on its own socket is let in, while it is there', async () => {
	const {host, admit} = await foundGuest();
	expect(await admit()).toBe('admitted');
	host.end(pids.qa);
	expect(await admit()).not.toBe('admitted');
});

test('a process of mixed users, or of other users than when its arguments were read, is not', async () => {
	const {guest, admit, become} = await foundGuest();
	for (const users of [
		[1000, 0, 0, 0],
		[0, 0, 1000, 0],
		[1000, 1000, 1000, 1000],
		[0, 1000, 1000, 1000],
	]) {
		become(...users);
		expect(await admit(), users.join(' ')).toBe('foreign');
	}

	become(0, 0, 0, 0);
	expect(await admit({...guest, users: {effective: 1000, isOne: true}})).toBe('foreign');
	expect(await admit()).toBe('admitted');
});

test('a program that anybody may start as root is not', async () => {
	const {host, admit} = await foundGuest();
	const program = join(host.root, 'qemu-system-x86_64');
	writeFileSync(program, '');
	chmodSync(program, 0o4755);
	const link = `${host.root}/proc/${pids.qa}/exe`;
	rmSync(link);
	symlinkSync(program, link);
	expect(await admit()).toBe('foreign');
	chmodSync(program, 0o755);
	expect(await admit()).toBe('admitted');
});

test('a link to its own socket is not', async () => {
	const {path, admit} = await foundGuest();
	renameSync(path, `${path}.own`);
	symlinkSync('qmp.sock.own', path);
	expect(await admit()).toBe('foreign');
});

test('one that another pid has by now is not', async () => {
	const {host, admit} = await foundGuest();
	const stat = `/proc/${pids.qa}/stat`;
	const fields = host.captured(stat).split(' ');
	const start = fields.length - 52 + 21;
	host.write(stat, fields.with(start, '1').join(' '));
	expect(await admit()).toBe('absent');
});

import {cpSync, readlinkSync, rmSync, symlinkSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {createProcessFinder, type ProcessFinder} from '../../../drivers/qemu/process-finder.ts';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {type CapturedHost, createCapturedHost, pids} from './captured-host.ts';
import {processWorld} from './process-world.ts';

const finderOf = (host: CapturedHost) => {
	const clock = createShiftedClock();
	return {
		clock,
		finder: createProcessFinder(processWorld(host.root, clock), createUnixTables(host.root, clock)),
	};
};

const setExecutable = (host: CapturedHost, pid: number, target: string): void => {
	const path = `${host.root}/proc/${pid}/exe`;
	rmSync(path, {force: true});
	symlinkSync(target, path);
};

const copy = (host: CapturedHost, from: number, to: number): void => {
	cpSync(`${host.root}/proc/${from}`, `${host.root}/proc/${to}`, {recursive: true, verbatimSymlinks: true});
};

const setArgv = (host: CapturedHost, pid: number, argv: readonly string[]): void => {
	host.write(`/proc/${pid}/cmdline`, `${argv.join('\0')}\0`);
};

test.each([
	['the plain emulator', '/usr/bin/qemu-system-x86_64'],
	['one that was replaced', '/usr/bin/qemu-system-x86_64 (deleted)'],
	['Proxmox’s', '/usr/bin/kvm'],
	['RHEL’s', '/usr/libexec/qemu-kvm'],
	['the original behind a wrapper', '/nix/store/a/bin/.qemu-system-x86_64-wrapped'],
	['one renamed while it ran, by the name it was started with', '/opt/old-emulator (deleted)'],
])('%s is found', async (_what, target) => {
	const host = createCapturedHost([pids.qn]);
	setExecutable(host, pids.qn, target);
	expect((await finderOf(host).finder.find()).map(({pid, identity}) => [pid, identity.name])).toEqual([
		[pids.qn, 'qn'],
	]);
});

test.each([
	[
		'a tool with the name inside its own',
		'/usr/bin/my-qemu-system-x86_64',
		['/usr/bin/my-qemu-system-x86_64', '-m', '1'],
	],
	['a shell that starts one', '/usr/bin/dash', ['sh', '-c', 'qemu-system-x86_64 -m 64']],
	['a tracer of one', '/usr/bin/strace', ['strace', 'qemu-system-x86_64', '-m', '64']],
	['an editor of its file', '/usr/bin/vim.basic', ['vim', '/etc/qemu-kvm']],
	['a program called kvm without a guest’s options', '/usr/bin/python3', ['kvm', 'list']],
	[
		'a device model of Xen',
		'/usr/bin/qemu-system-i386',
		['qemu-system-i386', '-xen-domid', '5', '-name', 'a'],
	],
	[
		'libvirt’s question what it can do',
		'/usr/bin/qemu-system-x86_64',
		['qemu', '-machine', 'none,accel=kvm:tcg'],
	],
])('%s is none', async (_what, target, argv) => {
	const host = createCapturedHost([pids.qn]);
	setExecutable(host, pids.qn, target);
	setArgv(host, pids.qn, argv);
	expect(await finderOf(host).finder.find()).toEqual([]);
});

test('a process that is over, or has no executable, is none', async () => {
	const host = createCapturedHost([pids.qn, pids.qa]);
	host.write(`/proc/${pids.qn}/stat`, host.captured(`/proc/${pids.qn}/stat`).replace(/\) [A-Z] /, ') Z '));
	rmSync(`${host.root}/proc/${pids.qa}/exe`);
	expect(await finderOf(host).finder.find()).toEqual([]);
});

test('a process that executes QEMU after it was looked at is found, a young one at once', async () => {
	const host = createCapturedHost([pids.qn]);
	const executable = readlinkSync(`${host.root}/proc/${pids.qn}/exe`);
	const {finder, clock} = finderOf(host);
	setExecutable(host, pids.qn, '/usr/sbin/libvirtd');
	const argv = host.captured(`/proc/${pids.qn}/cmdline`);
	setArgv(host, pids.qn, ['/usr/sbin/libvirtd']);
	expect(await finder.find()).toEqual([]);
	setExecutable(host, pids.qn, executable);
	host.write(`/proc/${pids.qn}/cmdline`, argv);
	expect(await finder.find()).toHaveLength(1);

	setExecutable(host, pids.qn, '/usr/sbin/libvirtd');
	const late = finderOf(host);
	setArgv(host, pids.qn, ['/usr/sbin/libvirtd']);
	await late.finder.find();
	late.clock.shift(60);
	clock.shift(60);
	setExecutable(host, pids.qn, executable);
	host.write(`/proc/${pids.qn}/cmdline`, argv);
	const found: number[] = [];
	for (let round = 0; round < 16; round += 1) {
		found.push((await late.finder.find()).length);
	}

	expect(found.at(-1)).toBe(1);
});

test('a command line is read once an incarnation', async () => {
	const host = createCapturedHost([pids.qn]);
	const {finder} = finderOf(host);
	await finder.find();
	setArgv(host, pids.qn, ['qemu-system-x86_64', '-name', 'other']);
	expect((await finder.find())[0]?.identity.name).toBe('qn');
	const stat = host.captured(`/proc/${pids.qn}/stat`).split(' ');
	stat[21] = String(Number(stat[21]) + 1);
	host.write(`/proc/${pids.qn}/stat`, stat.join(' '));
	expect((await finder.find())[0]?.identity.name).toBe('other');
});

test('of a process and its fork the one with threads is the guest; the waiting parent of a daemon is none', async () => {
	const fork = 30_000;
	const host = createCapturedHost([pids.qn]);
	copy(host, pids.qn, fork);
	const stat = host.captured(`/proc/${pids.qn}/stat`);
	const withThreads = (pid: number, parent: number, threads: number) => {
		const fields = stat.replace(String(pids.qn), String(pid)).split(' ');
		fields[3] = String(parent);
		fields[19] = String(threads);
		host.write(`/proc/${pid}/stat`, fields.join(' '));
	};
	withThreads(pids.qn, 1, 6);
	withThreads(fork, pids.qn, 1);
	expect((await finderOf(host).finder.find()).map(({pid}) => pid)).toEqual([pids.qn]);
	withThreads(pids.qn, 1, 1);
	expect((await finderOf(host).finder.find()).map(({pid}) => pid)).toEqual([fork]);
});

describe('two processes of one command line, neither the other’s child', () => {
	const younger = 30_000;

	/** The process of qn, a daemon or not, and a copy of it that was started a moment later. */
	const twins = (threads: readonly [older: number, younger: number], isDaemon = true) => {
		const host = createCapturedHost([pids.qn]);
		const argv = host.captured(`/proc/${pids.qn}/cmdline`);
		host.write(`/proc/${pids.qn}/cmdline`, isDaemon ? argv : argv.replace('-daemonize\0', ''));
		copy(host, pids.qn, younger);
		const stat = host.captured(`/proc/${pids.qn}/stat`);
		for (const [index, pid] of [pids.qn, younger].entries()) {
			const fields = stat.replace(String(pids.qn), String(pid)).split(' ');
			fields[3] = '1';
			fields[19] = String(threads[index]);
			host.write(`/proc/${pid}/stat`, fields.join(' '));
		}

		return finderOf(host).finder;
	};

	const pidsOf = async (finder: ProcessFinder) => (await finder.find()).map(({pid}) => pid);

	test('are one daemon while the older has no processor: it waits for the younger to be up', async () => {
		expect(await pidsOf(twins([2, 2]))).toEqual([younger]);
		expect(await pidsOf(twins([2, 4]))).toEqual([younger]);
	});

	test('are two guests once both have processors, or where they are no daemons', async () => {
		expect(await pidsOf(twins([3, 4]))).toEqual([pids.qn, younger]);
		expect(await pidsOf(twins([4, 2]))).toEqual([pids.qn, younger]);
		expect(await pidsOf(twins([2, 4], false))).toEqual([pids.qn, younger]);
	});
});

test.each([
	[['-m', '64'], {name: 'system', memoryKiB: 65_536}],
	[['-name', 'own'], {name: 'own', memoryKiB: 262_144}],
	[['-no-user-config'], {name: undefined, memoryKiB: 131_072}],
])('the system’s configuration file stands before %j', async (argv, identity) => {
	const host = createCapturedHost([pids.qn]);
	host.write('/etc/qemu/qemu.conf', '[name]\n  guest = "system"\n[memory]\n  size = "256M"\n');
	setArgv(host, pids.qn, ['qemu-system-x86_64', '-nodefaults', ...argv]);
	const {clock, finder} = finderOf(host);
	// After the captured process was started, that is.
	clock.shift(1e7);
	expect((await finder.find())[0]).toMatchObject({identity, unread: undefined});
});

import {randomUUID} from 'node:crypto';
import {existsSync, truncateSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {afterAll, beforeAll, expect, inject, test, vi} from 'vitest';
import {type Qemu, startQemu} from '../start-qemu.ts';
import {type GuestFiles, guestArguments} from './guest-options.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {type Monitor, openMonitor} from './monitor.ts';
import {report} from './program.ts';
import {beta} from './three-guests.ts';

/** Errors of Linux that the disk returns to QEMU. */
const [ENOSPC, EIO] = [28, 5];

const bare = [
	'-machine',
	'pc,usb=off',
	'-accel',
	'tcg,tb-size=8',
	'-m',
	'32',
	'-nodefaults',
	'-no-user-config',
];

/** A guest whose writes to its second disk fail: QEMU stops it then (werror). */
const failing =
	(errno: number) =>
	(files: GuestFiles): readonly string[] =>
		guestArguments({...beta, name: basename(files.socket, '.sock'), uuid: randomUUID()}, files).map((one) => {
			if (one.includes('"node-name":"node1"')) {
				const file = {driver: 'blkdebug', image: 'file1', 'inject-error': [{event: 'write_aio', errno}]};
				return JSON.stringify({...JSON.parse(one), file});
			}

			return one.startsWith('virtio-blk-pci,id=disk1,') ? `${one},werror=stop` : one;
		});

/** The options QEMU starts with, and what is done to it then. */
type Case = {
	readonly name: string;
	/** QEMU's options. Undefined: a machine without disks and kernel, with `options`. */
	readonly boot?: (files: GuestFiles) => readonly string[];
	readonly options?: readonly string[];
	readonly act?: (monitor: Monitor) => Promise<unknown>;
	/** What QEMU says in the end, and what domtop says. */
	readonly status: string;
	readonly state: string;
	readonly reason: RegExp;
	readonly problem: boolean;
};

/** Writes a byte to an I/O port of the guest's machine, as its kernel would. */
const poke = (port: string, value: number) => (monitor: Monitor) =>
	monitor.ask('human-monitor-command', {'command-line': `o /b ${port} ${value}`});
const cases: readonly Case[] = [
	{
		name: 'by-user',
		act: (monitor) => monitor.ask('stop'),
		status: 'paused',
		state: 'paused',
		reason: /^paused by user$/,
		problem: false,
	},
	{
		name: 'not-run',
		options: ['-S'],
		status: 'prelaunch',
		state: 'paused',
		reason: /-S/,
		problem: false,
	},
	{
		name: 'incoming',
		options: ['-incoming', 'defer'],
		status: 'inmigrate',
		state: 'paused',
		reason: /incoming migration/,
		problem: false,
	},
	{
		name: 'left',
		act: (monitor) => monitor.ask('migrate', {uri: 'exec:cat > /dev/null'}),
		status: 'postmigrate',
		state: 'paused',
		reason: /migrated or saved/,
		problem: false,
	},
	{
		name: 'hung',
		options: ['-device', 'ib700', '-action', 'watchdog=pause'],
		// The shortest time of the watchdog besides none: 2 s.
		act: poke('0x443', 14),
		status: 'watchdog',
		state: 'paused',
		reason: /watchdog expired/,
		problem: true,
	},
	{
		name: 'panicked',
		options: ['-device', 'pvpanic', '-action', 'panic=pause'],
		act: poke('0x505', 1),
		status: 'guest-panicked',
		state: 'crashed',
		reason: /panicked/,
		problem: true,
	},
	{
		name: 'full',
		boot: failing(ENOSPC),
		status: 'io-error',
		state: 'paused',
		reason: /^no space left for disk1, .*full-b\.raw$/,
		problem: true,
	},
	{
		name: 'broken',
		boot: failing(EIO),
		status: 'io-error',
		state: 'paused',
		reason: /^I\/O error of disk1, .*broken-b\.raw$/,
		problem: true,
	},
];

describeLab('why a guest stands still', () => {
	const closing = new AbortController();
	const qemus: Qemu[] = [];
	let lab: Lab;

	const start = async ({name, boot, options = [], act, status}: Case): Promise<void> => {
		const place = (folder: string, file: string): string => join(lab.folder, folder, `${name}${file}`);
		const [socket, secondSocket] = [place('sockets', '.sock'), place('second', '.sock')];
		const disks = [place('disks', '-a.raw'), place('disks', '-b.raw')] as const;
		for (const path of disks) {
			writeFileSync(path, '');
			truncateSync(path, 64 * 2 ** 20);
		}

		const monitors = [socket, secondSocket].flatMap((one) => ['-qmp', `unix:${one},server=on,wait=off`]);
		const {kernel = '', initramfs = ''} = inject('bootFiles') ?? {};
		const parameters = boot?.({kernel, initramfs, socket, secondSocket, disks: [...disks]}) ?? [
			...[...bare, '-display', 'none', '-name', name],
			...monitors,
			...options,
		];
		qemus.push(startQemu(parameters, closing.signal));
		await vi.waitFor(() => expect([name, existsSync(secondSocket)]).toEqual([name, true]), {timeout: 30_000});
		const monitor = await openMonitor(secondSocket);
		await act?.(monitor);
		const present = async () => ((await monitor.ask('query-status')) as {readonly status: string}).status;
		await vi.waitFor(async () => expect([name, await present()]).toEqual([name, status]), {
			timeout: 90_000,
			interval: 200,
		});
		monitor.close();
	};

	beforeAll(async () => {
		lab = openLab();
		await Promise.all(cases.map(start));
	}, 120_000);

	afterAll(async () => {
		closing.abort();
		await Promise.all(qemus.map((qemu) => qemu.kill()));
		await lab.close();
	});

	test('is told of each, with the disk where there is one, and is a problem where nobody wished it', async () => {
		const line = (await report(['-c', lab.uri, '-n', '1', '-d', '2'])).at(-1);
		for (const {name, state, reason, problem} of cases) {
			const row = line?.domains.find((domain) => domain.name === name);
			expect(row, name).toMatchObject({state, stateReason: expect.stringMatching(reason)});
			const own = line?.problems.filter(({kind, domain}) => kind === 'state' && domain === row?.key);
			expect(own, name).toHaveLength(problem ? 1 : 0);
		}
	});
});

import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readUnixTable} from '../../../drivers/linux/unix-table.ts';
import {createUnixTables} from '../../../drivers/linux/unix-tables.ts';
import {createProcessFinder, strangerLimit} from '../../../drivers/qemu/process-finder.ts';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {type CapturedHost, createCapturedHost, pids} from './captured-host.ts';
import {processWorld} from './process-world.ts';

const stranger = 4242;

const statusOf = (user: number): string => `Name:\tqemu\nUid:\t${user}\t${user}\t${user}\t${user}\n`;

/** A process like qn's, of another user. */
const addProcess = (
	host: CapturedHost,
	pid: number,
	user: number,
	argv: readonly string[] | undefined,
): void => {
	host.write(
		`/proc/${pid}/stat`,
		host.captured(`/proc/${pids.qn}/stat`).replace(String(pids.qn), String(pid)),
	);
	host.write(`/proc/${pid}/status`, statusOf(user));
	symlinkSync('/usr/bin/qemu-system-x86_64', `${host.root}/proc/${pid}/exe`);
	if (argv) {
		host.write(`/proc/${pid}/cmdline`, `${argv.join('\0')}\0`);
	} else {
		execFileSync('mkfifo', [`${host.root}/proc/${pid}/cmdline`]);
	}
};

const finderOf = (host: CapturedHost) => {
	const clock = createShiftedClock();
	const world = processWorld(host.root, clock);
	const commands: (readonly string[])[] = [];
	const children: ReturnType<typeof world.spawn>[] = [];
	let tablesRead = 0;
	const tables = createUnixTables(host.root, clock, () => {
		tablesRead += 1;
		return readUnixTable(host.root);
	});
	const finder = createProcessFinder(
		{
			...world,
			spawn: (command, parameters) => {
				commands.push(parameters);
				const child = world.spawn(command, parameters);
				children.push(child);
				return child;
			},
		},
		tables,
	);
	onTestFinished(() => {
		for (const child of children) {
			child.kill('SIGKILL');
		}
	});
	return {finder, commands, tablesRead: () => tablesRead};
};

test('twenty processes that do not show their command lines cost the others nothing, and are told', async () => {
	const host = createCapturedHost([pids.qa, pids.qn]);
	for (let pid = 1; pid <= 20; pid += 1) {
		addProcess(host, pid, stranger, undefined);
	}

	addProcess(host, 50, 777, ['qemu-system-x86_64', '-name', 'of-another']);
	const {finder, commands} = finderOf(host);
	const found = await finder.find();
	expect(found.map(({pid}) => pid)).toEqual([50, pids.qa, pids.qn]);
	const again = await finder.find();
	expect(again).toHaveLength(3);
	// Eight at once of one owner, one of another's; what is stuck is not read once more beside itself.
	const stuck = commands.map((parameters) => parameters.at(-1));
	expect(stuck.length).toBeLessThanOrEqual(9);
	await expect.poll(() => finder.omissions().stuck.length, {timeout: 30_000}).toBeGreaterThan(0);
});

test('of an endless command line 128 KiB are read', async () => {
	const host = createCapturedHost([pids.qn]);
	const long = ['qemu-system-x86_64', '-name', 'long', ...Array.from({length: 200_000}, () => '-qmp')];
	host.write(`/proc/${pids.qn}/cmdline`, `${long.join('\0')}\0`);
	addProcess(host, 60, stranger, long);
	const {finder, commands} = finderOf(host);
	const found = await finder.find();
	expect(found.map(({identity, isCut}) => [identity.name, isCut])).toEqual([
		['long', true],
		['long', true],
	]);
	expect(commands).toEqual([['-c', String(128 * 1024 + 1), '--', `${host.root}/proc/60/cmdline`]]);
});

test('the command line of what cannot be QEMU is never read', async () => {
	const host = createCapturedHost([pids.qn]);
	addProcess(host, 70, stranger, undefined);
	rmSync(`${host.root}/proc/70/exe`);
	symlinkSync('/usr/bin/bash', `${host.root}/proc/70/exe`);
	host.write('/proc/70/stat', host.captured(`/proc/${pids.qn}/stat`).replace('(qemu-qn)', '(bash)'));
	const {finder, commands} = finderOf(host);
	expect((await finder.find()).map(({pid}) => pid)).toEqual([pids.qn]);
	expect(commands).toEqual([]);
});

test('thousands of monitors that were handed over are 64, for one look at the sockets', async () => {
	const host = createCapturedHost([pids.qn]);
	const monitors = Array.from({length: 2000}, (_, index) => [
		'-chardev',
		`socket,id=m${index},fd=${index},server=on`,
		'-mon',
		`m${index},mode=control`,
	]);
	host.write(
		`/proc/${pids.qn}/cmdline`,
		`${['qemu-system-x86_64', '-name', 'many', ...monitors.flat()].join('\0')}\0`,
	);
	const {finder, tablesRead} = finderOf(host);
	const [many] = await finder.find();
	expect(many?.monitors.sockets.length).toBeLessThanOrEqual(64);
	expect(tablesRead()).toBe(1);
});

test('of one stranger so many guests are taken, the rest are counted; those of others stay', async () => {
	const host = createCapturedHost([pids.qn]);
	mkdirSync(join(host.root, 'proc'), {recursive: true});
	const extra = 5;
	for (let pid = 30_000; pid < 30_000 + strangerLimit + extra; pid += 1) {
		addProcess(host, pid, stranger, ['qemu-system-x86_64', '-name', `s${pid}`]);
	}

	const world = processWorld(host.root, createShiftedClock());
	const tables = createUnixTables(host.root, world.clock);
	// They are this user's for reading, so that no child is started for each of them.
	let isOwn = true;
	const finder = createProcessFinder({...world, isOwn: () => isOwn}, tables);
	await finder.find();
	isOwn = false;
	const found = await finder.find();
	expect(found.filter(({users}) => users?.effective === stranger)).toHaveLength(strangerLimit);
	expect(found.some(({pid}) => pid === pids.qn)).toBe(true);
	expect([...finder.omissions().over]).toEqual([[stranger, extra]]);
});

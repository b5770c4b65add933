import {once} from 'node:events';
import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Report} from '../report.ts';
import {startQemu} from '../start-qemu.ts';
import {describeLab} from './lab.ts';
import {report, watch} from './program.ts';

/** A machine that need not boot. */
const paused = ['-accel', 'tcg,tb-size=16', '-m', '64', '-nodefaults', '-display', 'none', '-S'].concat([
	...['-device', 'virtio-balloon-pci'],
]);

/** Makes a folder for root alone, like the folders of a manager's guests. */
const makeFolder = (): string => {
	const folder = mkdtempSync('/run/domtop-lab-');
	chmodSync(folder, 0o700);
	onTestFinished(() => rmSync(folder, {recursive: true}));
	return folder;
};

const startPaused = (name: string, ...more: readonly string[]) => {
	const qemu = startQemu(['-name', name, ...paused, ...more], new AbortController().signal);
	onTestFinished(qemu.kill);
	return qemu;
};

const qmpAt = (path: string, wait = 'off') => ['-qmp', `unix:${path},server=on,wait=${wait}`];

/** Rows of the kernel's table that name a socket. */
const rowsOf = (path: string): readonly string[] =>
	readFileSync('/proc/net/unix', 'latin1')
		.split('\n')
		.filter((row) => row.endsWith(` ${path}`));

const listens = (path: string): Promise<unknown> =>
	expect.poll(() => rowsOf(path).length, {timeout: 30_000}).toBeGreaterThan(0);

/** Number of clients that wait to be accepted: Recv-Q of `ss -xl`. */
const waiting = (path: string): number => rowsOf(path).filter((row) => row.split(/ +/)[6] === '0').length;

const domainOf = (line: Report | undefined, name: string) =>
	line?.domains.find((domain) => domain.name === name);

const troubles = (line: Report | undefined, name: string) =>
	line?.problems.filter(({domain}) => domain === domainOf(line, name)?.key).map(({kind}) => kind);

describeLab('sockets of guests', () => {
	test('guests that root started and that became nobody are read, and their period is set', async () => {
		const folder = makeFolder();
		const paths = ['runas-1', 'runas-2'].map((name) => join(folder, name));
		for (const path of paths) {
			startPaused(path.slice(folder.length + 1), ...qmpAt(path), '-runas', 'nobody');
			await listens(path);
		}

		// The period is set only below this folder, so other guests of this machine keep theirs.
		for (const more of [['--balloon-period', '3'], []]) {
			const uri = more.length > 0 ? `qmp://${folder}/` : 'qmp:';
			const [line] = await report(['-c', uri, '-n', '1', '-d', '2', ...more]);
			for (const name of ['runas-1', 'runas-2']) {
				expect(troubles(line, name), uri).toEqual([]);
				expect(domainOf(line, name)).toMatchObject({disks: [], memory: {period: 3}});
			}
		}
	});

	test('a held socket is left as it was: nobody is left in its queue', async () => {
		const path = join(makeFolder(), 'held');
		startPaused('held', ...qmpAt(path));
		await listens(path);
		const holder = connect(path);
		onTestFinished(() => {
			holder.destroy();
		});
		await once(holder, 'data');
		const running = watch(['-c', `qmp://${path}`, '-d', '1']);
		for (const line of [await running.until((one) => one.problems.length > 0), ...(await running.next(3))]) {
			expect(troubles(line, 'held')).toEqual(['busy']);
			expect(waiting(path)).toBe(0);
		}

		// A third client finds room in the queue, waits there alone, and is served once the holder leaves.
		const third = connect(path);
		onTestFinished(() => {
			third.destroy();
		});
		await once(third, 'connect');
		for (const line of await running.next(3)) {
			expect(troubles(line, 'held')).toEqual(['busy']);
			expect(waiting(path)).toBe(1);
		}

		const greeted = once(third, 'data');
		holder.destroy();
		await greeted;
		await running.next(2);
		third.destroy();
		await running.until((line) => troubles(line, 'held')?.length === 0);
		await running.stop();
		expect(waiting(path)).toBe(0);
		const [after] = await report(['-c', `qmp://${path}`, '-n', '1', '-d', '2']);
		expect(troubles(after, 'held')).toEqual([]);
	});

	test('a guest that waits for its first client is not started by a look', async () => {
		const path = join(makeFolder(), 'waits');
		const {child} = startPaused('waits', ...qmpAt(path, 'on'));
		await listens(path);
		const threads = () => readdirSync(`/proc/${child.pid}/task`).length;
		const before = threads();
		for (const uri of ['qmp:', `qmp://${path}`]) {
			const [line] = await report(['-c', uri, '-n', '1', '-d', '2']);
			expect(troubles(line, 'waits'), uri).toEqual(['waiting']);
		}

		expect(threads()).toBe(before);
		const first = connect(path);
		onTestFinished(() => {
			first.destroy();
		});
		await once(first, 'data');
		expect(threads()).toBeGreaterThan(before);
	});
});

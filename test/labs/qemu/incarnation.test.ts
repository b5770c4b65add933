import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Report} from '../report.ts';
import {checkNoSpike} from './check-rates.ts';
import {bootSeconds, type Guest} from './guest.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {watch} from './program.ts';
import {alpha, beta} from './three-guests.ts';
import {diskNames, diskOf, readAt, rowOf, witness} from './witness.ts';

describeLab('guests that go and come back', () => {
	let lab: Lab;
	let guest: Guest;
	let other: Guest;

	beforeEach(async () => {
		lab = openLab();
		[guest, other] = await Promise.all([lab.boot(alpha), lab.boot(beta)]);
	});

	afterEach(() => lab.close());

	const start = async () => {
		const running = watch(['-c', lab.uri, '-d', '2']);
		await running.until((line) => diskOf(line, guest, 'vda')?.readBytesPerSecond !== undefined);
		return running;
	};

	const hasDisks = (guest: Guest) => (line: Report) => diskOf(line, guest, 'vda')?.readBytes !== undefined;

	/** In a new incarnation neither the first CPU time nor the first counters of the disks have a rate. */
	const checkBeginning = (
		lines: readonly Report[],
		guest: Guest,
		old: string | undefined,
	): Report | undefined => {
		const own = lines.filter((line) => (rowOf(line, guest)?.incarnation ?? old) !== old);
		const read = own.find(hasDisks(guest));
		expect(rowOf(own[0], guest)?.name).toBe(guest.options.name);
		expect(rowOf(own[0], guest)).not.toHaveProperty('cpuPercent');
		for (const disk of diskNames) {
			expect(diskOf(read, guest, disk)?.readBytes).toBeGreaterThanOrEqual(0);
			expect(diskOf(read, guest, disk)).not.toHaveProperty('readBytesPerSecond');
			expect(diskOf(read, guest, disk)).not.toHaveProperty('writeBytesPerSecond');
		}

		return read;
	};

	test('a killed guest leaves without an error, and a restarted one begins with unknown rates', async () => {
		const running = await start();
		const before = rowOf(running.reports.at(-1), guest)?.incarnation;
		await guest.kill();
		const left = await running.until((line) => rowOf(line, guest) === undefined);
		const after = [left, ...(await running.next(3))];
		for (const line of after) {
			expect(rowOf(line, guest)).toBeUndefined();
			expect(line.problems).toEqual([]);
		}

		const [first = Number.NaN, ...later] = after.map((line) => readAt(line, other));
		expect(Math.max(...later)).toBeGreaterThan(first);

		const gone = running.reports.length;
		const booting = lab.boot(guest.options);
		await running.until(hasDisks(guest), bootSeconds);
		checkBeginning(running.reports.slice(gone), guest, before);
		const restarted = await booting;
		await running.until((line) => (diskOf(line, restarted, 'vda')?.readBytesPerSecond ?? 0) > 0);
		await running.next(5);
		checkNoSpike(running.reports.slice(gone), restarted);
		await running.stop();
	});

	test('a guest restarted between two refreshes has no past, though its counters are higher than before', async () => {
		const slow = {read: 64, write: 64};
		const first = await lab.boot({...alpha, name: 'delta', vda: slow, vdb: slow});
		const running = watch(['-c', lab.uri, '-d', '2']);
		const before = await running.until(hasDisks(first));
		running.signal('SIGSTOP');
		await first.kill();
		const second = await lab.boot({...first.options, vda: alpha.vda, vdb: alpha.vdb});
		const grown = async () => {
			const {disks} = await witness(second);
			return diskNames.every((disk) => disks[disk].readBytes > (diskOf(before, first, disk)?.readBytes ?? 0));
		};
		await expect.poll(grown, {timeout: 60_000}).toBe(true);
		running.signal('SIGCONT');
		const seen = running.reports.length;
		const old = rowOf(before, first)?.incarnation;
		await running.until((line) => rowOf(line, second)?.incarnation !== old && hasDisks(second)(line));
		const after = checkBeginning(running.reports.slice(seen), second, old);
		for (const disk of diskNames) {
			expect(diskOf(after, second, disk)?.readBytes).toBeGreaterThan(
				diskOf(before, first, disk)?.readBytes ?? Number.NaN,
			);
		}

		await running.stop();
	});

	test('a reset guest keeps its counters and shows no spike', async () => {
		const running = await start();
		const before = rowOf(running.reports.at(-1), guest);
		const booted = guest.pacedAgain();
		const seen = running.reports.length;
		await guest.monitor.ask('system_reset');
		await booted;
		const back = running.reports.length;
		await running.until(() => running.reports.length >= back + 3);
		const lines = running.reports.slice(seen);
		checkNoSpike(lines, guest);
		for (const [index, line] of lines.entries()) {
			expect(rowOf(line, guest)?.incarnation).toBe(before?.incarnation);
			const earlier = diskOf(lines[index - 1], guest, 'vda')?.readBytes ?? 0;
			expect(diskOf(line, guest, 'vda')?.readBytes).toBeGreaterThanOrEqual(earlier);
		}

		await running.stop();
	});
});

import {afterEach, beforeEach, expect, test} from 'vitest';
import {checkNoSpike} from './check-rates.ts';
import type {Guest} from './guest.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {watch} from './program.ts';
import {alpha, beta} from './three-guests.ts';
import {diskNames, diskOf, problemsOf, rowOf} from './witness.ts';

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
		const running = watch(lab, ['-c', lab.uri, '-d', '1']);
		await running.until((line) => diskOf(line, guest, 'vda')?.readBytesPerSecond !== undefined);
		return running;
	};

	test('a killed guest leaves without an error, and a restarted one begins with unknown rates', async () => {
		const running = await start();
		const before = rowOf(running.reports.at(-1), guest)?.incarnation;
		await guest.kill();
		const left = await running.until((line) => rowOf(line, guest) === undefined, 10);
		for (const line of [left, ...(await running.next(3))]) {
			expect(rowOf(line, guest)).toBeUndefined();
			expect(line.problems).toEqual([]);
			expect(rowOf(line, other)?.age).toBeLessThan(1);
		}

		const booting = lab.boot(guest.options);
		const first = await running.until((line) => diskOf(line, guest, 'vda')?.readBytes !== undefined);
		expect(rowOf(first, guest)?.incarnation).not.toBe(before);
		expect(rowOf(first, guest)).not.toHaveProperty('cpuPercent');
		for (const disk of diskNames) {
			expect(diskOf(first, guest, disk)).not.toHaveProperty('readBytesPerSecond');
			expect(diskOf(first, guest, disk)).not.toHaveProperty('writeBytesPerSecond');
		}

		const restarted = await booting;
		checkNoSpike(await running.next(4), restarted);
		const [line] = await running.next(1);
		expect(diskOf(line, restarted, 'vda')?.readBytesPerSecond).toBeGreaterThan(0);
		await running.stop();
	});

	test('a guest restarted between two refreshes has no past, though its counters are higher than before', async () => {
		const slow = {read: 64, write: 64};
		const first = await lab.boot({...alpha, name: 'delta', vda: slow, vdb: slow});
		const running = watch(lab, ['-c', lab.uri, '-d', '12']);
		const [before] = await running.next(1);
		await first.kill();
		const second = await lab.boot({...first.options, vda: alpha.vda, vdb: alpha.vdb});
		const [after] = await running.next(1);
		expect(rowOf(after, second)?.incarnation).not.toBe(rowOf(before, first)?.incarnation);
		expect(rowOf(after, second)).not.toHaveProperty('cpuPercent');
		for (const disk of diskNames) {
			const usage = diskOf(after, second, disk);
			expect(usage?.readBytes).toBeGreaterThan(diskOf(before, first, disk)?.readBytes ?? Number.NaN);
			expect(usage).not.toHaveProperty('readBytesPerSecond');
			expect(usage).not.toHaveProperty('writeBytesPerSecond');
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
		for (const line of lines) {
			expect(rowOf(line, guest)?.incarnation).toBe(before?.incarnation);
			expect(problemsOf(line, guest)).toEqual([]);
		}

		await running.stop();
	});
});

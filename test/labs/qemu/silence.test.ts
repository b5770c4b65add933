import {once} from 'node:events';
import {connect} from 'node:net';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import type {Report} from '../report.ts';
import {checkNoSpike} from './check-rates.ts';
import type {Guest} from './guest.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {report, watch} from './program.ts';
import {alpha, beta, gamma} from './three-guests.ts';
import {diskOf, problemsOf, rowOf} from './witness.ts';

/** Seconds. A refresh waits for a guest half as long: enough for a guest that shares its processor with others. */
const delay = 2;

describeLab('guests that do not answer', () => {
	let lab: Lab;
	let stopped: Guest;
	let companion: Guest;
	let neighbour: Guest;

	beforeAll(async () => {
		lab = openLab();
		[stopped, companion, neighbour] = await Promise.all([lab.boot(alpha), lab.boot(beta), lab.boot(gamma)]);
	});

	afterAll(() => lab.close());

	const others = () => [companion, neighbour];
	const quiet = (report: Report) => problemsOf(report, stopped).length === 0;
	const troubled = (report: Report) => !quiet(report);

	/** The other guests were read again in each line, and no line was late by more than a refresh. */
	const checkOthers = (lines: readonly Report[]): void => {
		for (const [index, line] of lines.entries()) {
			const before = lines[index - 1];
			if (before) {
				expect(Date.parse(line.time) - Date.parse(before.time)).toBeLessThan(2 * delay * 1000);
			}

			for (const other of others()) {
				expect(rowOf(line, other)?.age).toBeLessThan(delay);
				expect(problemsOf(line, other)).toEqual([]);
				expect(diskOf(line, other, 'vda')?.readBytesPerSecond).toBeGreaterThanOrEqual(0);
			}
		}

		for (const other of others()) {
			const [first, last] = [lines[0], lines.at(-1)].map((line) => diskOf(line, other, 'vda')?.readBytes);
			expect(last).toBeGreaterThan(first ?? Number.NaN);
		}
	};

	test('one stopped process: its row stays with its age and the reason, the others refresh on time', async () => {
		const running = watch(['-c', lab.uri, '-d', String(delay)]);
		const last = await running.until(quiet);
		stopped.signal('SIGSTOP');
		onTestFinished(() => stopped.signal('SIGCONT'));
		const first = await running.until(troubled);
		const lines = [first, ...(await running.next(5))];
		checkOthers(lines);
		for (const [index, line] of lines.entries()) {
			const row = rowOf(line, stopped);
			expect(row?.name).toBe('alpha');
			expect(problemsOf(line, stopped).join()).toMatch(/stopped/);
			if (index > 0) {
				expect(row?.age).toBeGreaterThan(rowOf(lines[index - 1], stopped)?.age ?? Number.NaN);
				expect(diskOf(line, stopped, 'vda')?.readBytes).toBe(diskOf(first, stopped, 'vda')?.readBytes);
			}
		}

		expect(rowOf(lines.at(-1), stopped)?.age).toBeGreaterThan(4 * delay);
		expect(diskOf(first, stopped, 'vda')?.readBytes).toBeGreaterThanOrEqual(
			diskOf(last, stopped, 'vda')?.readBytes ?? Number.NaN,
		);

		stopped.signal('SIGCONT');
		const recovered = [await running.until(quiet), ...(await running.next(5))];
		expect(rowOf(recovered[0], stopped)?.age).toBeLessThan(delay);
		checkNoSpike([...lines, ...recovered], stopped);
		await running.stop();
	});

	test('a guest that was stopped before we came: its row is there, from the host alone, with the reason', async () => {
		stopped.signal('SIGSTOP');
		onTestFinished(() => stopped.signal('SIGCONT'));
		const [line] = await report(['-c', 'qmp:', '-n', '1', '-d', String(delay)]);
		const row = rowOf(line, stopped);
		expect(row?.name).toBe('alpha');
		expect(row?.cpuSeconds).toBeGreaterThan(0);
		expect(row?.memory.residentKiB).toBeGreaterThan(0);
		expect(row).not.toHaveProperty('disks');
		expect(line && problemsOf(line, stopped).join()).toMatch(/stopped/);
		expect(line && others().flatMap((other) => problemsOf(line, other))).toEqual([]);
	});

	test('a monitor that someone else holds is told from a stopped process, and the row recovers', async () => {
		const holder = connect(stopped.socket);
		onTestFinished(() => {
			holder.destroy();
		});
		await once(holder, 'data');
		const running = watch(['-c', lab.uri, '-d', String(delay)]);
		const lines = [await running.until(troubled), ...(await running.next(3))];
		checkOthers(lines);
		for (const line of lines) {
			expect(rowOf(line, stopped)?.name).toBe('alpha');
			expect(problemsOf(line, stopped).join()).toMatch(/another client/i);
			expect(problemsOf(line, stopped).join()).not.toMatch(/stopped/);
		}

		holder.destroy();
		const recovered = await running.until(quiet);
		expect(diskOf(recovered, stopped, 'vda')?.readBytes).toBeGreaterThan(0);
		await running.stop();
	});

	test('a guest with two monitors, the first of them held, is read through the second', async () => {
		neighbour.monitor.close();
		const holder = connect(neighbour.socket);
		onTestFinished(() => {
			holder.destroy();
		});
		await once(holder, 'data');
		const running = watch(['-c', 'qmp:', '-d', String(delay)]);
		const line = await running.until(
			(report) => diskOf(report, neighbour, 'vda')?.readBytesPerSecond !== undefined,
		);
		expect(problemsOf(line, neighbour)).toEqual([]);
		await running.stop();
	});
});

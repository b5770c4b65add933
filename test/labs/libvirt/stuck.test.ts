import {beforeAll, expect, onTestFinished, test} from 'vitest';
import type {Report} from '../report.ts';
import {diskOf, problemsOf, rowOf} from '../rows.ts';
import {alpha, beta, gamma} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {checkSteady, hasRates} from './refreshes.ts';
import {system} from './virsh.ts';

const delay = 2;
/** Seconds: a refresh that a busy machine delays is still in time. */
const inTime = 1.5 * delay;
const others = [beta, gamma];

describeLibvirt('a guest whose QEMU hangs', () => {
	let lab: Lab;

	beforeAll(() => {
		lab = openLab();
	});

	/** Stops the process of alpha's QEMU. */
	const stop = async (): Promise<() => Promise<void>> => {
		const pid = (await lab.run('cat', '/run/libvirt/qemu/alpha.pid')).trim();
		const go = async (): Promise<void> => {
			await lab.run('kill', '-CONT', pid);
		};
		onTestFinished(go);
		await lab.run('kill', '-STOP', pid);
		return go;
	};

	const isHeld = (line: Report): boolean =>
		(rowOf(line, alpha)?.age ?? 0) > 2 * delay || rowOf(line, alpha)?.busy !== undefined;

	/** The row of alpha is there, says why it is held, and keeps its numbers. */
	const checkHeld = (lines: readonly Report[]): void => {
		const [first] = lines;
		for (const [index, line] of lines.entries()) {
			const row = rowOf(line, alpha);
			expect(row).toMatchObject({name: 'alpha', uuid: alpha.uuid});
			expect(row?.busy ?? problemsOf([line], alpha)[0], `line ${index}`).toBeDefined();
			expect(diskOf(line, alpha, 'vda')?.readBytes).toBe(diskOf(first, alpha, 'vda')?.readBytes);
		}

		expect(rowOf(lines.at(-1), alpha)?.busy).toMatchObject({reason: expect.any(String)});
		expect(rowOf(lines.at(-1), alpha)?.busy?.seconds).toBeGreaterThan(0);
	};

	test('domtop asked it first: the others refresh on time, its row is kept with its age, and it comes back', async () => {
		const running = lab.watch(['-c', system, '-d', String(delay)]);
		await running.until(hasRates([alpha, ...others]));
		const seen = running.reports.length;
		const go = await stop();
		const held = [await running.until(isHeld, 15), ...(await running.next(5))];
		checkHeld(held);
		checkSteady(running.reports.slice(seen), others, inTime);
		expect(rowOf(held.at(-1), alpha)?.age).toBeGreaterThan(5 * delay);
		await go();
		// A domain in quarantine is queried again after pauses of at most 30 s.
		const back = await running.until((line) => !isHeld(line) && (rowOf(line, alpha)?.age ?? 9) < delay, 40);
		const after = [back, ...(await running.next(3))];
		expect(problemsOf(after.slice(1), alpha)).toEqual([]);
		checkSteady(running.reports.slice(seen), others, inTime);
		expect(diskOf(after.at(-1), alpha, 'vda')?.readBytesPerSecond).toBeGreaterThan(0);
		await running.stop();
	});

	test('virsh asked it first and holds it: NOWAIT gives the others at once, and what needs no monitor of it', async () => {
		const running = lab.watch(['-c', system, '-d', String(delay)]);
		await running.until(hasRates([alpha, ...others]));
		const seen = running.reports.length;
		const go = await stop();
		const holder = lab.virsh.stats().catch(() => undefined);
		const held = [await running.until(isHeld, 15), ...(await running.next(3))];
		checkHeld(held);
		checkSteady(running.reports.slice(seen), others, inTime);

		// A domtop that starts now never saw alpha answer.
		const [line] = await lab.report(['-c', system, '-n', '1', '-d', String(delay)]);
		expect(rowOf(line, alpha)).toMatchObject({name: 'alpha', state: 'running'});
		for (const guest of others) {
			expect(diskOf(line, guest, 'vda')?.readBytesPerSecond).toBeGreaterThanOrEqual(0);
		}

		await go();
		await holder;
		await running.until((line) => !isHeld(line) && (rowOf(line, alpha)?.age ?? 9) < delay, 40);
		await running.stop();
	});

	test('domtop starts while it hangs: all are there at once, and leaving takes no time', async () => {
		await stop();
		const running = lab.watch(['-c', system, '-d', String(delay)]);
		const lines = await running.next(3);
		checkSteady(lines, others, inTime);
		for (const line of lines) {
			expect(rowOf(line, alpha)).toMatchObject({name: 'alpha', state: 'running', busy: expect.any(Object)});
			expect(problemsOf([line], alpha)).toEqual([expect.stringMatching(/has not answered libvirt/)]);
		}

		const leaving = Date.now();
		await running.stop();
		expect(Date.now() - leaving).toBeLessThan(2000);
	});
});

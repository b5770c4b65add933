import {beforeAll, expect, test} from 'vitest';
import {diskOf, problemsOf, readAt, rowOf} from '../rows.ts';
import {checkDiskRates} from './check-rates.ts';
import {runningGuests} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {hasRates, isWell} from './refreshes.ts';
import {system} from './virsh.ts';
import {startLibvirtd} from './world.ts';

const delay = 1;

describeLibvirt('libvirtd that dies', () => {
	let lab: Lab;

	beforeAll(() => {
		lab = openLab();
	});

	test('its rows stay with their age under a problem, and refresh again soon after it is started', async () => {
		const running = lab.watch(['-c', system, '-d', String(delay)]);
		const before = await running.until(hasRates(runningGuests));
		const pid = (await lab.run('cat', '/run/libvirtd.pid')).trim();
		await lab.run('kill', '-KILL', pid);
		const report = await running.until(({problems}) => problems.some(({domain}) => domain === undefined), 10);
		const down = [report, ...(await running.next(4))];
		for (const [index, line] of down.entries()) {
			expect(line.problems.filter(({uri}) => uri === system).length).toBeGreaterThan(0);
			for (const guest of runningGuests) {
				const age = rowOf(down[index - 1], guest)?.age ?? 0;
				expect(rowOf(line, guest)?.age).toBeGreaterThan(age);
				expect(rowOf(line, guest)?.name).toBe(guest.name);
				expect(diskOf(line, guest, 'vda')?.readBytes).toBeGreaterThanOrEqual(
					diskOf(before, guest, 'vda')?.readBytes ?? Number.NaN,
				);
			}
		}

		await startLibvirtd(lab.run);
		const back = await running.until(isWell(runningGuests), 45);
		const after = [back, ...(await running.next(5))];
		for (const guest of runningGuests) {
			expect(problemsOf(after.slice(1), guest)).toEqual([]);
			expect(rowOf(after.at(-1), guest)?.incarnation).toBe(rowOf(before, guest)?.incarnation);
			expect(diskOf(after.at(-1), guest, 'vda')?.readBytesPerSecond).toBeGreaterThan(0);
		}

		for (const guest of runningGuests) {
			checkDiskRates(after, guest);
			// Check across the gap too: of the lines since then, take those with a new reading.
			const since = running.reports.slice(running.reports.indexOf(report));
			const read = since.filter((line, index) => {
				const last = since[index - 1];
				return last === undefined || readAt(line, guest) - readAt(last, guest) > 0.01;
			});
			checkDiskRates(read, guest);
		}

		await running.stop();
	});
});

import {expect} from 'vitest';
import type {Report} from './report.ts';
import {diskOf, type LabGuest, readAt, rowOf} from './rows.ts';

const directions = ['read', 'write'] as const;
type Direction = (typeof directions)[number];

/** Does the report have a new reading? A report that repeats the reading before it shows the same rates again. */
const isNew = (report: Report, before: Report | undefined, guest: LabGuest): boolean =>
	before === undefined || !(readAt(report, guest) - readAt(before, guest) < 0.01);

/** Seconds over which the rates of a disk were measured. */
const secondsOf = (report: Report, guest: LabGuest, disk: string): number | undefined =>
	diskOf(report, guest, disk)?.interval ?? rowOf(report, guest)?.interval;

/** Bytes moved, computed from the rates shown and their intervals. */
export const movedByRates = (
	reports: readonly Report[],
	guest: LabGuest,
	disk: string,
	direction: Direction,
): number =>
	reports
		.filter((report, index) => isNew(report, reports[index - 1], guest))
		.map(
			(report) =>
				(diskOf(report, guest, disk)?.[`${direction}BytesPerSecond`] ?? 0) *
				(secondsOf(report, guest, disk) ?? 0),
		)
		.reduce((sum, bytes) => sum + bytes, 0);

/**
No rate exceeds the growth of its counter within one incarnation, and a counter that fell has no rate. All rates together
give no more bytes than the guest moved since the first report. Unknown rates are no spike.
@param moved bytes of each disk, both directions.
@param cpuPercent the most that the guest may use: one processor, unless it has more or its emulator uses some time itself.
*/
export const checkNoSpike = (
	reports: readonly Report[],
	guest: LabGuest,
	moved: Readonly<Record<string, number>>,
	cpuPercent = 105,
): void => {
	for (const [name, most] of Object.entries(moved)) {
		for (const direction of directions) {
			for (const [index, report] of reports.entries()) {
				const before = reports[index - 1];
				const disk = diskOf(report, guest, name);
				const rate = disk?.[`${direction}BytesPerSecond`];
				if (rate === undefined || !isNew(report, before, guest)) {
					continue;
				}

				const where = `${guest.name} ${name} ${direction}, report ${index}`;
				const isSame = rowOf(before, guest)?.incarnation === rowOf(report, guest)?.incarnation;
				const past = diskOf(before, guest, name)?.[`${direction}Bytes`];
				const grown = (disk?.[`${direction}Bytes`] ?? Number.NaN) - (past ?? Number.NaN);
				if (before !== undefined) {
					expect(isSame, where).toBe(true);
					expect(rate * (secondsOf(report, guest, name) ?? Number.NaN), where).toBeLessThanOrEqual(
						grown * 1.02,
					);
				}
			}
		}

		const all = directions.map((direction) => movedByRates(reports.slice(1), guest, name, direction));
		expect(
			all.reduce((sum, bytes) => sum + bytes, 0),
			`${guest.name} ${name}`,
		).toBeLessThanOrEqual(most * 1.02);
	}

	for (const report of reports) {
		expect(rowOf(report, guest)?.cpuPercent ?? 0).toBeLessThan(cpuPercent);
	}
};

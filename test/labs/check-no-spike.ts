import {expect} from 'vitest';
import type {Report} from './report.ts';
import {diskOf, type LabGuest, readAt, rowOf} from './rows.ts';

const directions = ['read', 'write'] as const;
type Direction = (typeof directions)[number];

/** Reports that repeat the reading before them show its rates again. */
const isNew = (report: Report, before: Report | undefined, guest: LabGuest): boolean =>
	before === undefined || !(readAt(report, guest) - readAt(before, guest) < 0.01);

/** Seconds that the rates of a disk are of. */
const secondsOf = (report: Report, guest: LabGuest, disk: string): number | undefined =>
	diskOf(report, guest, disk)?.interval ?? rowOf(report, guest)?.interval;

/** Bytes that were moved, by the rates shown and the intervals they are of. */
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
No rate is more than its counter grew within one incarnation, a counter that fell has none, and all rates together are
no more bytes than the guest moved since the first report. Unknown rates are no spike.
@param moved bytes, both directions, of each disk.
@param cpuPercent the most that it may use: of one processor, unless it has more or its emulator uses some of its own.
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

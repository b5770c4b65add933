import {expect} from 'vitest';
import type {Report} from '../report.ts';
import {diskOf, type LabGuest, rowOf} from '../rows.ts';

/** Does the report have rates of the disks of these guests? */
export const hasRates =
	(guests: readonly LabGuest[]) =>
	(report: Report): boolean =>
		guests.every((guest) => diskOf(report, guest, 'vda')?.readBytesPerSecond !== undefined);

/** Is the report free of problems, and were these guests read within two seconds? */
export const isWell =
	(guests: readonly LabGuest[]) =>
	(report: Report): boolean =>
		report.problems.length === 0 &&
		guests.every((guest) => (rowOf(report, guest)?.age ?? Number.POSITIVE_INFINITY) < 2);

/**
These guests were read again for each line, and the lines came in time.
@param most most seconds between two lines, and the highest age of their numbers.
*/
export const checkSteady = (lines: readonly Report[], guests: readonly LabGuest[], most: number): void => {
	for (const [index, line] of lines.entries()) {
		const before = lines[index - 1];
		if (before) {
			expect(Date.parse(line.time) - Date.parse(before.time), `line ${index}`).toBeLessThanOrEqual(
				most * 1000,
			);
		}

		for (const guest of guests) {
			expect(rowOf(line, guest)?.age, `${guest.name}, line ${index}`).toBeLessThan(most);
			expect(diskOf(line, guest, 'vda')?.readBytesPerSecond, guest.name).toBeGreaterThanOrEqual(0);
		}
	}

	for (const guest of guests) {
		const [first, last] = [lines[0], lines.at(-1)].map((line) => diskOf(line, guest, 'vda')?.readBytes);
		expect(last, guest.name).toBeGreaterThan(first ?? Number.NaN);
	}
};

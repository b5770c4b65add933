import {expect} from 'vitest';
import type {Report} from '../report.ts';
import {type Step, stepsOf} from '../steps.ts';
import type {Guest} from './guest.ts';
import {counterNames, type DiskName, diskNames, diskOf, readAt, rowOf, type Witnessed} from './witness.ts';

const nothing = Number.NaN;

/** The steps from each reading of one of the guest's disks to the next. */
const diskSteps = (
	lines: readonly Report[],
	guest: Guest,
	disk: DiskName,
	direction: 'read' | 'write',
): readonly Step[] =>
	stepsOf(lines, (line) => {
		const usage = diskOf(line, guest, disk);
		return {
			at: readAt(line, guest),
			incarnation: rowOf(line, guest)?.incarnation,
			counter: usage?.[`${direction}Bytes`],
			rate: usage?.[`${direction}BytesPerSecond`],
		};
	});

const directions = ['read', 'write'] as const;

/** Seconds: the time of a line is in whole milliseconds, and from another clock. */
const rounding = 0.002;

/**
Seconds for which a counter stood still, as the second socket saw it: the guest was held up. It moves its data later, but
never the data it owed for more than three seconds (see guest-init.sh).
*/
const standstills = (
	values: ReadonlyArray<{readonly at: number; readonly value: number}>,
): readonly number[] => {
	const begins = values.filter(({value}, index) => value !== values[index - 1]?.value);
	const ends = values.filter(({value}, index) => value !== values[index + 1]?.value);
	return ends.map(({at}, index) => at - (begins[index]?.at ?? at));
};

/**
Checks reads and writes of each disk. Each rate must match the counters of its own line and the line before (1 %). The mean
over at least 30 s must match the rate that the guest was asked for (5 %, and what it was behind by).
*/
export const checkRates = (lines: readonly Report[], guest: Guest, witnessed: readonly Witnessed[]): void => {
	for (const disk of diskNames) {
		for (const direction of directions) {
			const where = `${guest.options.name} ${disk} ${direction}`;
			const steps = diskSteps(lines, guest, disk, direction);
			let whole = 0;
			let moved = 0;
			for (const {seconds, grown, rate} of steps) {
				expect(Math.abs(rate * seconds - grown), where).toBeLessThanOrEqual(grown * 0.01 + rate * rounding);
				whole += seconds;
				moved += rate * seconds;
			}

			const still = standstills(
				witnessed.map(({to, disks}) => ({at: to / 1000, value: disks[disk][`${direction}Bytes`]})),
			);
			const heldUp = still.filter((seconds) => seconds > 3).reduce((sum, seconds) => sum + seconds, 0);
			// At either end the guest may be behind by a round in which it was held up, before its data moved and after.
			const behind = 2 * Math.max(...still) + heldUp;
			const asked = guest.options[disk][direction] * 1024;
			expect(whole, where).toBeGreaterThanOrEqual(30);
			expect(Math.abs(moved / asked - whole), where).toBeLessThan(whole * 0.05 + behind);
		}
	}
};

/**
Seconds that a guest which was held up may catch up at once: the time it owed when it last looked at its clock, and the
time it owes since then, each three seconds at most (see guest-init.sh); and its bursts.
*/
const arrears = 6.5;

/**
No rate exceeds what its counters say, and no counter grew more than the guest can do. The guest uses less than two CPUs,
because it has one and QEMU uses a little of its own. Unknown rates are no spike.
*/
export const checkNoSpike = (lines: readonly Report[], guest: Guest): void => {
	for (const line of lines) {
		expect(rowOf(line, guest)?.cpuPercent ?? 0).toBeLessThan(200);
	}

	for (const disk of diskNames) {
		for (const direction of directions) {
			for (const {seconds, grown, rate} of diskSteps(lines, guest, disk, direction)) {
				const asked = guest.options[disk][direction] * 1024;
				expect(grown, disk).toBeLessThan(asked * (seconds + arrears));
				expect(Number.isNaN(rate) ? 0 : rate * seconds, disk).toBeLessThanOrEqual(
					grown * 1.02 + (rate || 0) * rounding,
				);
			}
		}
	}
};

/** Each counter of the guest lies between two readings of the second socket. */
export const checkBetween = (
	line: Report | undefined,
	guest: Guest,
	before: Witnessed | undefined,
	after: Witnessed | undefined,
): void => {
	for (const disk of diskNames) {
		for (const name of counterNames) {
			const ours = diskOf(line, guest, disk)?.[name];
			const where = `${guest.options.name} ${disk} ${name}`;
			expect(ours, where).toBeGreaterThanOrEqual(before?.disks[disk][name] ?? nothing);
			expect(ours, where).toBeLessThanOrEqual(after?.disks[disk][name] ?? nothing);
		}
	}
};

/**
Does `checkBetween` for each line of a run, with the last reading before the line's counters were read and the first
reading after. The counters were read around the time that stands for them (`readAt`). Their distance from that time is
at most as long as the time until their line was published.
*/
export const checkWitnessed = (
	lines: readonly Report[],
	guest: Guest,
	witnessed: readonly Witnessed[],
): void => {
	for (const line of lines) {
		const at = readAt(line, guest) * 1000;
		const tolerance = ((rowOf(line, guest)?.age ?? nothing) + rounding) * 1000;
		const before = witnessed.findLast(({to}) => to <= at - tolerance);
		const after = witnessed.find(({from}) => from >= at + tolerance);
		checkBetween(line, guest, before, after);
	}
};

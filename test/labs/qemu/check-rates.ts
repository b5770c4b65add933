import {expect} from 'vitest';
import type {Report} from '../report.ts';
import {type Step, stepsOf} from '../steps.ts';
import type {Guest} from './guest.ts';
import {counterNames, type DiskName, diskNames, diskOf, readAt, rowOf, type Witnessed} from './witness.ts';

const nothing = Number.NaN;

/** From each reading of one of the guest's disks to the next. */
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

/** Seconds: the time of a line is in whole milliseconds, and that of another clock. */
const rounding = 0.002;

/**
Seconds for which a counter stood still, as the second socket saw it: the guest was held up, moves its data later, and
what it owed for more than three seconds never (see guest-init.sh).
*/
const standstills = (
	values: ReadonlyArray<{readonly at: number; readonly value: number}>,
): readonly number[] => {
	const begins = values.filter(({value}, index) => value !== values[index - 1]?.value);
	const ends = values.filter(({value}, index) => value !== values[index + 1]?.value);
	return ends.map(({at}, index) => at - (begins[index]?.at ?? at));
};

/**
Each rate against the counters of its own line and the line before (1 %), and their mean over at least 30 s against
what the guest was asked for (5 %, and what it was behind by), for each disk, reads and writes.
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
			const forgiven = still.filter((seconds) => seconds > 3).reduce((sum, seconds) => sum + seconds, 0);
			// At either end it may be behind by a round in which it was held up, before its data moved and after.
			const behind = 2 * Math.max(...still) + forgiven;
			const asked = guest.options[disk][direction] * 1024;
			expect(whole, where).toBeGreaterThanOrEqual(30);
			expect(Math.abs(moved / asked - whole), where).toBeLessThan(whole * 0.05 + behind);
		}
	}
};

/**
Seconds that a guest which was held up may catch up at once: what it owed when it last looked at its clock, and what it
owes since then, three at most each (see guest-init.sh); and its bursts.
*/
const arrears = 6.5;

/**
No rate is more than its counters say, and no counter grew more than the guest can do; nor does it use two CPUs,
because it has one and QEMU a little of its own. Unknown rates are no spike.
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
The same for each line of a run, with the last reading before its counters were read and the first one after. They were
read at most as long before and after the time that stands for them as their line was published after that.
*/
export const checkWitnessed = (
	lines: readonly Report[],
	guest: Guest,
	witnessed: readonly Witnessed[],
): void => {
	for (const line of lines) {
		const at = readAt(line, guest) * 1000;
		const slack = ((rowOf(line, guest)?.age ?? nothing) + rounding) * 1000;
		const before = witnessed.findLast(({to}) => to <= at - slack);
		const after = witnessed.find(({from}) => from >= at + slack);
		checkBetween(line, guest, before, after);
	}
};

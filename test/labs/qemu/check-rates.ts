import {expect} from 'vitest';
import type {Guest} from './guest.ts';
import type {Report} from './report.ts';
import {counterNames, diskNames, diskOf, readAt, rowOf, type Witnessed} from './witness.ts';

const nothing = Number.NaN;

/**
Each rate against the counters of its own line and the line before (1 %), and their mean over at least 30 s against
what the guest was asked for (5 %), for each disk, reads and writes.
*/
export const checkRates = (lines: readonly Report[], guest: Guest): void => {
	for (const disk of diskNames) {
		for (const direction of ['read', 'write'] as const) {
			const where = `${guest.options.name} ${disk} ${direction}`;
			const points = lines.map((line) => ({
				at: readAt(line, guest),
				bytes: diskOf(line, guest, disk)?.[`${direction}Bytes`] ?? nothing,
				rate: diskOf(line, guest, disk)?.[`${direction}BytesPerSecond`] ?? nothing,
			}));
			let moved = 0;
			for (const [index, point] of points.slice(1).entries()) {
				const seconds = point.at - (points[index]?.at ?? nothing);
				const fromCounters = (point.bytes - (points[index]?.bytes ?? nothing)) / seconds;
				expect(Math.abs(point.rate / fromCounters - 1), where).toBeLessThan(0.01);
				moved += point.rate * seconds;
			}

			const seconds = (points.at(-1)?.at ?? nothing) - (points[0]?.at ?? nothing);
			const asked = guest.options[disk][direction] * 1024;
			expect(seconds, where).toBeGreaterThanOrEqual(30);
			expect(Math.abs(moved / seconds / asked - 1), where).toBeLessThan(0.05);
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

/** The same for each line of a run, with the last reading before its counters were read and the first one after. */
export const checkWitnessed = (
	lines: readonly Report[],
	guest: Guest,
	witnessed: readonly Witnessed[],
): void => {
	/** Milliseconds: the time of a line is in whole ones, and its counters were true a little before they arrived. */
	const slack = 50;
	for (const line of lines) {
		const at = readAt(line, guest) * 1000;
		const before = witnessed.findLast(({to}) => to <= at - slack);
		const after = witnessed.find(({from}) => from >= at + slack);
		checkBetween(line, guest, before, after);
	}
};

/**
No rate is more than a guest can do: three times what each disk was asked for (it catches up after a hold-up), and two
CPUs, because it has one and QEMU some of its own. Unknown rates are no spike.
*/
export const checkNoSpike = (lines: readonly Report[], guest: Guest): void => {
	for (const line of lines) {
		const row = rowOf(line, guest);
		expect(row?.cpuPercent ?? 0).toBeLessThan(200);
		for (const disk of diskNames) {
			const usage = diskOf(line, guest, disk);
			const asked = guest.options[disk];
			expect(usage?.readBytesPerSecond ?? 0, disk).toBeLessThan(asked.read * 1024 * 3);
			expect(usage?.writeBytesPerSecond ?? 0, disk).toBeLessThan(asked.write * 1024 * 3);
		}
	}
};

import {createAtPlace} from '../../source/model/collections.ts';
import type {Nic, Vcpu} from '../../source/model/sample.ts';
import type {ProcCounters, ProcReading} from './proc-reading.ts';

/** What /proc and /sys showed, and the monotonic second at which they showed it. */
export type TimedReading<Reading = ProcReading> = {readonly at: number; readonly local: Reading | undefined};

/**
Seconds between two readings below which the later reading is exact enough: a counter of /proc goes in steps of 10 ms.
*/
const closeness = 0.005;

type Between = (before: number | undefined, after: number | undefined) => number | undefined;

/** A counter that fell was reset between the two readings: then only the later reading is true. */
const betweenAt =
	(share: number): Between =>
	(before, after) =>
		before === undefined || after === undefined || before > after ? after : before + (after - before) * share;

const vcpuBetween = (between: Between, before: Vcpu | undefined, after: Vcpu): Vcpu => ({
	...after,
	cpuSeconds: between(before?.cpuSeconds, after.cpuSeconds),
	waitSeconds: between(before?.waitSeconds, after.waitSeconds),
});

/** A NIC's counters are whole numbers; its other fields are no numbers. */
const nicBetween = (between: Between, before: Nic | undefined, after: Nic): Nic => {
	const earlier = new Map<string, unknown>(Object.entries(before ?? {}));
	return Object.fromEntries(
		Object.entries(after).map(([field, value]) => {
			const start = earlier.get(field);
			return [
				field,
				typeof value === 'number' && typeof start === 'number'
					? Math.round(between(start, value) ?? value)
					: value,
			];
		}),
	) as Nic;
};

/**
Interpolates the counters at a moment between two readings, on the line through both. QEMU's own counters are of the
middle of its round trip. Rates come out wrong where the process's counters are of its end.
*/
export const interpolate = (
	at: number,
	before: TimedReading<ProcCounters>,
	after: TimedReading,
): ProcReading | undefined => {
	const [start, end] = [before.local, after.local];
	if (!start || !end || after.at - before.at < closeness) {
		return end;
	}

	const between = betweenAt(Math.min(1, Math.max(0, (at - before.at) / (after.at - before.at))));
	const vcpuBefore = createAtPlace(start.vcpus, ({index}) => index);
	const nicBefore = createAtPlace(start.nics, ({name}) => name);
	return {
		...end,
		cpuSeconds: between(start.cpuSeconds, end.cpuSeconds),
		vcpus: end.vcpus?.map((vcpu, place) => vcpuBetween(between, vcpuBefore(vcpu.index, place), vcpu)),
		nics: end.nics?.map((nic, place) => nicBetween(between, nicBefore(nic.name, place), nic)),
	};
};

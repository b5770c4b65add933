import type {Memory, MemoryStat, MemoryTag} from '../../../source/model/sample.ts';
import type {CounterGroup} from './counter-groups.ts';
import type {MachineInput} from './domain-input.ts';
import {reasons} from './reasons.ts';

const kibibytesOf = {mebibytes: 1024, pages: 4} as const;

/** The value of a counter. Undefined: not reported, or never written (an unwritten counter reads 0). */
const written = (ram: CounterGroup | undefined, counter: string): number | undefined =>
	ram?.get(counter) || undefined;

const times = (value: number | undefined, factor: number): number | undefined =>
	value === undefined ? undefined : value * factor;

/**
Did the guest report on itself? Faults, swap and available memory come in one answer of the guest, and a running guest
has had faults. Where no faults were ever reported, `usage` is what the machine occupies of the host (Virtuozzo 7 and later).
Older versions and containers report no faults.
*/
const isAnswered = (ram: CounterGroup, isContainer: boolean): boolean =>
	isContainer || !ram.has('minor_fault') || written(ram, 'minor_fault') !== undefined;

const statsOf = (ram: CounterGroup, isContainer: boolean): readonly MemoryStat[] => {
	const total = written(ram, 'total');
	const usage = written(ram, 'usage');
	const hasFaults = written(ram, 'minor_fault') !== undefined;
	const unused =
		total !== undefined && usage !== undefined && usage <= total && isAnswered(ram, isContainer)
			? total - usage
			: undefined;
	// A 0 of these counters was written together with the faults, so it is a known 0.
	const counted = (counter: string): number | undefined =>
		hasFaults ? ram.get(counter) : written(ram, counter);
	const values: readonly (readonly [MemoryTag, number | undefined])[] = [
		['actual', times(written(ram, 'balloon_actual'), kibibytesOf.mebibytes)],
		['swap_in', times(counted('swap_in'), kibibytesOf.pages)],
		['swap_out', times(counted('swap_out'), kibibytesOf.pages)],
		['major_fault', counted('major_fault')],
		['minor_fault', written(ram, 'minor_fault')],
		['unused', times(unused, kibibytesOf.mebibytes)],
		['available', times(total, kibibytesOf.mebibytes)],
		['usable', times(written(ram, 'available'), kibibytesOf.mebibytes)],
	];
	return values.flatMap(([tag, value]) => (value === undefined ? [] : [{tag, value}]));
};

/**
Sizes and the guest's statistics under libvirt's tags. guest.ram.total, usage, available and balloon_actual are MiB,
swap_in and swap_out pages of 4 KiB (prl-disp-service halves the KiB twice; libvirt's vz driver reads them differently).
prlctl gives no access to the balloon's period.
*/
export const machineMemory = ({machine, groups, gap}: MachineInput, isOff: boolean): Memory => {
	const configured = machine.details?.memoryKiB;
	const ram = groups.get('guest.ram');
	const periodRefusal = reasons.noPeriod;
	if (isOff || !ram) {
		return {maximumKiB: configured, periodRefusal, reason: gap ?? reasons.notReported};
	}

	const total = times(written(ram, 'total'), kibibytesOf.mebibytes);
	const stats = statsOf(ram, machine.kind === 'container');
	return {
		currentKiB: times(written(ram, 'balloon_actual'), kibibytesOf.mebibytes) ?? total,
		maximumKiB: configured ?? total,
		periodRefusal,
		statsAge: stats.length === 0 ? undefined : 0,
		stats,
		reason: reasons.noBalloon,
	};
};

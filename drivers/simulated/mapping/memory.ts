import type {Memory, MemoryStat} from '../../../source/model/sample.ts';
import {type BalloonPolling, balloonPolling, type PeriodSetting} from '../balloon-period.ts';
import type {DomainPlan} from '../host-plan.ts';
import {accumulated, level} from '../wave.ts';

/** Host memory in use by a domain, KiB: it changes slowly, and never exceeds what the domain was given. */
const residentKiB = (plan: DomainPlan, now: number): number =>
	Math.floor(plan.memory.currentKiB * level({mean: 0.86, swing: 0.08, every: 5400}, now, plan.phase));

const statsOf = (
	plan: DomainPlan,
	started: number,
	polledAt: number,
	lastUpdate: number,
	resident: number,
): readonly MemoryStat[] => {
	const {memory, phase} = plan;
	if (memory.balloon === 'empty') {
		return [{tag: 'last_update', value: lastUpdate}];
	}

	const seconds = polledAt - started;
	const available = Math.floor(memory.currentKiB * 0.96);
	const free = available * (1 - Math.min(0.98, level(memory.used, polledAt, phase)));
	const unused = Math.floor(free * 0.4);
	const caches = Math.floor(free * 0.55);
	return [
		{tag: 'actual', value: memory.currentKiB},
		{tag: 'swap_in', value: memory.swapIn ? Math.floor(accumulated(memory.swapIn, seconds, phase)) : 0},
		{
			tag: 'swap_out',
			value: memory.swapOut ? Math.floor(accumulated(memory.swapOut, seconds, phase + 1)) : 0,
		},
		{tag: 'major_fault', value: Math.floor(accumulated(memory.majorFaults, seconds, phase))},
		{tag: 'minor_fault', value: Math.floor(accumulated(memory.minorFaults, seconds, phase))},
		{tag: 'unused', value: unused},
		{tag: 'available', value: available},
		{tag: 'usable', value: unused + Math.floor(caches * 0.9)},
		{tag: 'last_update', value: lastUpdate},
		{tag: 'disk_caches', value: caches},
		{tag: 'hugetlb_pgalloc', value: 0},
		{tag: 'hugetlb_pgfail', value: 0},
		{tag: 'rss', value: resident},
	];
};

/** Times of a running domain, all in seconds since the host's start. */
export type DomainTime = {
	readonly started: number;
	/** When it last answered. */
	readonly answered: number;
	/** When it last ran, never after `answered`. */
	readonly ran: number;
	/** Offset to add for seconds since 1970. */
	readonly toUnix: number;
};

/** The polling of a domain. A setting of an earlier incarnation does not count. */
export const pollingOf = (
	plan: DomainPlan,
	time: DomainTime,
	incarnation: string,
	setting: PeriodSetting | undefined,
): BalloonPolling =>
	balloonPolling(plan, time.started, time.ran, setting?.incarnation === incarnation ? setting : undefined);

/** Memory of a domain that runs or stands still. */
export const simulatedMemory = (
	plan: DomainPlan,
	time: DomainTime,
	incarnation: string,
	setting: PeriodSetting | undefined,
	refusal: string | undefined,
): Memory => {
	const {currentKiB, maximumKiB, targetKiB, balloon, reason, periodRefusal} = plan.memory;
	const resident = residentKiB(plan, time.ran);
	const sizes = {currentKiB, maximumKiB, targetKiB, residentKiB: resident};
	if (balloon === 'unknown') {
		return {...sizes, currentKiB: undefined, reason, periodRefusal};
	}

	if (balloon === 'absent') {
		return {...sizes, balloon, periodRefusal: periodRefusal ?? 'It has no balloon device.'};
	}

	const {period, polledAt} = pollingOf(plan, time, incarnation, setting);
	const lastUpdate = polledAt === undefined ? undefined : Math.floor(polledAt + time.toUnix);
	return {
		...sizes,
		balloon: 'present',
		period,
		periodRefusal: periodRefusal ?? refusal,
		statsAge: lastUpdate === undefined ? undefined : time.answered + time.toUnix - lastUpdate,
		stats:
			polledAt === undefined || lastUpdate === undefined
				? []
				: statsOf(plan, time.started, polledAt, lastUpdate, resident),
	};
};

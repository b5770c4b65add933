import type {DomainPlan} from './host-plan.ts';
import {lastTime} from './recurring.ts';

/** A period that somebody set, in one incarnation. Times are seconds since the host's start. */
export type PeriodSetting = {
	readonly incarnation: string;
	/** Seconds; 0 stops. */
	readonly period: number;
	readonly since: number;
	/** When the guest last gave numbers before that. Absent: never. */
	readonly polledBefore: number | undefined;
};

/** A guest driver hands over one set of numbers as it loads, this long after the start. */
const secondsToLoad = 9;

/** The period in force, and when the guest last gave numbers (absent: never). */
export type BalloonPolling = {readonly period: number; readonly polledAt: number | undefined};

/**
When a balloon that was asked as it was asked did answer.

@param started of the incarnation.
@param now the last moment at which the domain ran and answered.
*/
export const balloonPolling = (
	plan: DomainPlan,
	started: number,
	now: number,
	setting: PeriodSetting | undefined,
): BalloonPolling => {
	const {balloon, balloonAnswers, period: planned} = plan.memory;
	const period = setting?.period ?? planned;
	const loaded = started + secondsToLoad;
	if (balloon === 'driverless' || now < loaded) {
		return {period, polledAt: undefined};
	}

	const answered = balloonAnswers ? lastTime(balloonAnswers, now) : now;
	const since = setting?.since ?? loaded;
	if (period === 0 || answered < since) {
		return {period, polledAt: setting?.polledBefore ?? loaded};
	}

	// A period that is set asks at once, then in its rhythm.
	const polledAt = since + Math.floor((answered - since) / period) * period;
	return {period, polledAt: Math.max(loaded, polledAt)};
};

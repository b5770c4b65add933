import type {DomainPlan} from './host-plan.ts';
import {lastTime} from './recurring.ts';

/** A period that was set in one incarnation. Times are seconds since the host's start. */
export type PeriodSetting = {
	readonly incarnation: string;
	/** Seconds; 0 stops. */
	readonly period: number;
	readonly since: number;
	/** When the guest last gave numbers before `since`. Undefined: never. */
	readonly polledBefore: number | undefined;
};

/** Seconds after the start at which the guest's driver loads and hands over one set of numbers. */
const secondsToLoad = 9;

/** The period in force, and when the guest last gave numbers (undefined: never). */
export type BalloonPolling = {readonly period: number; readonly polledAt: number | undefined};

/**
When a balloon last answered, given the times at which it was asked.

@param started start of the incarnation.
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

	// Setting a period asks the guest at once, and then once a period.
	const polledAt = since + Math.floor((answered - since) / period) * period;
	return {period, polledAt: Math.max(loaded, polledAt)};
};

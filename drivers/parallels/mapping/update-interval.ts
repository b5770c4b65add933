/**
When the service reads the values that it sends every second. On Virtuozzo 7 and later it reads them every 10 s
(PERFORMANCE_TIMEOUT of prl-disp-service) and does not say when. Only the time between two changes shows it.
*/
export type UpdateInterval = {
	/** Monotonic seconds at which the present values were true, as far as events show it. */
	readonly changedAt: number;
	/** Seconds between two readings: a mean of the last times between two changes. Undefined: not measured yet. */
	readonly interval: number | undefined;
	/** Monotonic seconds of the last event, changed or not. */
	readonly seenAt: number;
	/** Monotonic seconds of the last event with other values than before. Undefined: there was none. */
	readonly changeSeenAt: number | undefined;
	/** Number of changes from which the times are known. 0: the present values may already have been old when first seen. */
	readonly changes: number;
	/** Monotonic seconds of a change that came far too early. Undefined: the last change did not. */
	readonly earlyAt: number | undefined;
	/** Monotonic seconds of the first values whose time is known: a rate that begins earlier would be wrong. */
	readonly datedFrom: number;
};

/** Seconds assumed for the interval until it is measured, to distinguish an idle machine from a late event. */
const usualInterval = 10;
/**
How late a change may be before it counts as no change: a share of the interval, or a number of events. Each time, and
with it the first interval, may be wrong by one event.
*/
const latenessShare = 0.5;
const latenessEvents = 2.5;
/** Seconds. No service reads more rarely than this: after a longer time the machine was idle meanwhile. */
const longestInterval = 60;
/** How many intervals the mean is of. */
const remembered = 8;
/** Two times are alike when the longer is less than 1.5 times the shorter. */
const alike = Math.log(1.5);
/** An interval must have more events than this before a change can be recognized as too early. */
const leastEvents = 3;
/** A reading may be early by this share of an interval and still count as that reading. */
const earliness = 0.15;

/** Seconds between two readings: the interval that was measured, else the usual interval. */
export const updateIntervalOf = ({interval}: Pick<UpdateInterval, 'interval'>): number =>
	interval ?? usualInterval;

/** The state at the first event of a machine. */
export const startUpdateInterval = (at: number): UpdateInterval => ({
	changedAt: at,
	interval: undefined,
	seenAt: at,
	changeSeenAt: undefined,
	changes: 0,
	earlyAt: undefined,
	datedFrom: at,
});

/**
The state after an event with the same values. When a whole interval and a good part of the next have passed, the service
has read again and found the machine idle. The values are as new as that reading, one or several intervals after the last.
*/
export const withoutChange = (before: UpdateInterval, at: number): UpdateInterval => {
	const interval = updateIntervalOf(before);
	const lateness = Math.max(interval * latenessShare, (at - before.seenAt) * latenessEvents);
	const readings = Math.floor((at - before.changedAt - lateness) / interval);
	if (readings < 1) {
		return {...before, seenAt: at};
	}

	return {
		...before,
		seenAt: at,
		changedAt: before.changedAt + readings * interval,
		// Without a measured interval this time is a guess: good enough for rates of 0, but other rates must not begin here.
		changes: before.interval === undefined ? 0 : before.changes,
	};
};

/**
The state after an event with other values. The service read them after the event before: at the time that the interval
predicts, or, before an interval is known, in the middle between both events. Arrival times alone would let the rates of a
steady load vary by one event interval: by a tenth, with readings every 10 s and events every 1 s.

- The first change: the values before it may have been up to an interval old. Its own time is known, so rates begin here.
- A change in the first half of an interval completes a torn reading and belongs to that reading. Two such changes in a
  row: the interval was taken for too long, as after a time in which the machine was idle.
- Where every event brings a change, no interval is visible, and the time of arrival is the best there is.
*/
export const withChange = (before: UpdateInterval, at: number): UpdateInterval => {
	const {changedAt, interval, seenAt, changeSeenAt, changes, earlyAt} = before;
	const since = at - changedAt;
	if (since <= 0 || at <= seenAt) {
		return before;
	}

	const seen = {...before, seenAt: at, changeSeenAt: at};
	const isNext = seenAt === (changeSeenAt ?? changedAt);
	if (interval === undefined) {
		const first = changeSeenAt === undefined ? undefined : at - changeSeenAt;
		const learnt = first !== undefined && first <= longestInterval ? first : undefined;
		const moment = isNext ? at : (seenAt + at) / 2;
		return {
			...seen,
			changedAt: moment,
			interval: learnt,
			changes: changes + 1,
			datedFrom: changes === 0 ? moment : before.datedFrom,
		};
	}

	if (since < interval / 2 && interval > leastEvents * (at - seenAt)) {
		return earlyAt === undefined
			? {...seen, earlyAt: at}
			: {...seen, changedAt: at, changes: 2, interval: at - earlyAt, earlyAt: undefined};
	}

	const sinceEvent = at - seenAt;
	const isSteady = isNext && Math.abs(Math.log(sinceEvent / interval)) < alike;
	// Several readings can have passed only where events are missing.
	const passed =
		sinceEvent > interval && !isSteady ? Math.max(1, Math.floor(since / interval + earliness)) : 1;
	const moment = isSteady ? at : Math.min(at, Math.max(seenAt, changedAt + passed * interval));
	const length = (moment - changedAt) / passed;
	return {
		...seen,
		changedAt: moment,
		interval: interval + (length - interval) / Math.min(Math.max(1, changes), remembered),
		changes: changes + 1,
		earlyAt: undefined,
	};
};

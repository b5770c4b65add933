/**
When the service reads the values that it tells every second. On Virtuozzo 7 and later it reads them every 10 s
(PERFORMANCE_TIMEOUT of prl-disp-service) and does not tell when. Only the plateau between two changes shows it.
*/
export type UpdateInterval = {
	/** Monotonic seconds at which the present values were true, as far as events show it. */
	readonly changedAt: number;
	/** Seconds between two changes: a mean of the last plateaus. Undefined: none was seen yet. */
	readonly plateau: number | undefined;
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

/** Seconds assumed for the plateau until one is seen, to tell an idle machine from a late event. */
const usualPlateau = 10;
/**
How late a change may be before it counts as no change: a share of the plateau, or a number of events. Each time, and
with it the first plateau, may be wrong by one event.
*/
const latenessShare = 0.5;
const latenessEvents = 2.5;
/** Seconds. No service reads more rarely than this: after a longer plateau the machine was idle meanwhile. */
const longestPlateau = 60;
/** How many plateaus the mean is of. */
const remembered = 8;
/** Two times are alike when the longer is less than 1.5 times the shorter. */
const alike = Math.log(1.5);
/** A plateau must have more events than this before a change can be recognized as too early. */
const eventsToTell = 3;
/** A reading may be early by this share of a plateau and still count as that reading. */
const earliness = 0.15;

/** Seconds between two changes: the plateau that was seen, else the usual one. */
export const plateauOf = ({plateau}: Pick<UpdateInterval, 'plateau'>): number => plateau ?? usualPlateau;

/** The state at the first event of a machine. */
export const startUpdateInterval = (at: number): UpdateInterval => ({
	changedAt: at,
	plateau: undefined,
	seenAt: at,
	changeSeenAt: undefined,
	changes: 0,
	earlyAt: undefined,
	datedFrom: at,
});

/**
The state after an event with the same values. When a whole plateau and a good part of another have passed, the service
has read again and found the machine idle. The values are as new as that reading, one or several plateaus after the last.
*/
export const withoutChange = (rhythm: UpdateInterval, at: number): UpdateInterval => {
	const plateau = plateauOf(rhythm);
	const lateness = Math.max(plateau * latenessShare, (at - rhythm.seenAt) * latenessEvents);
	const readings = Math.floor((at - rhythm.changedAt - lateness) / plateau);
	if (readings < 1) {
		return {...rhythm, seenAt: at};
	}

	return {
		...rhythm,
		seenAt: at,
		changedAt: rhythm.changedAt + readings * plateau,
		// Without a plateau this time is a guess: good enough for rates of 0, but other rates must not begin here.
		changes: rhythm.plateau === undefined ? 0 : rhythm.changes,
	};
};

/**
The state after an event with other values. The service read them after the event before: at the time that the plateau
predicts, or, before a plateau is known, in the middle between both events. Arrival times alone would let the rates of a
steady load vary by one event interval: by a tenth, with readings every 10 s and events every 1 s.

- The first change: the values before it may have been up to a plateau old. Its own time is known, so rates begin here.
- A change in the first half of a plateau completes a torn reading and belongs to that reading. Two such changes in a
  row: the plateau was taken for too long, as after a time in which the machine was idle.
- Where every event brings a change, no plateau is visible, and the time of arrival is the best there is.
*/
export const withChange = (rhythm: UpdateInterval, at: number): UpdateInterval => {
	const {changedAt, plateau, seenAt, changeSeenAt, changes, earlyAt} = rhythm;
	const since = at - changedAt;
	if (since <= 0 || at <= seenAt) {
		return rhythm;
	}

	const seen = {...rhythm, seenAt: at, changeSeenAt: at};
	const isNext = seenAt === (changeSeenAt ?? changedAt);
	if (plateau === undefined) {
		const first = changeSeenAt === undefined ? undefined : at - changeSeenAt;
		const learnt = first !== undefined && first <= longestPlateau ? first : undefined;
		const moment = isNext ? at : (seenAt + at) / 2;
		return {
			...seen,
			changedAt: moment,
			plateau: learnt,
			changes: changes + 1,
			datedFrom: changes === 0 ? moment : rhythm.datedFrom,
		};
	}

	if (since < plateau / 2 && plateau > eventsToTell * (at - seenAt)) {
		return earlyAt === undefined
			? {...seen, earlyAt: at}
			: {...seen, changedAt: at, changes: 2, plateau: at - earlyAt, earlyAt: undefined};
	}

	const sinceEvent = at - seenAt;
	const isSteady = isNext && Math.abs(Math.log(sinceEvent / plateau)) < alike;
	// Several readings can have passed only where events are missing.
	const passed = sinceEvent > plateau && !isSteady ? Math.max(1, Math.floor(since / plateau + earliness)) : 1;
	const moment = isSteady ? at : Math.min(at, Math.max(seenAt, changedAt + passed * plateau));
	const length = (moment - changedAt) / passed;
	return {
		...seen,
		changedAt: moment,
		plateau: plateau + (length - plateau) / Math.min(Math.max(1, changes), remembered),
		changes: changes + 1,
		earlyAt: undefined,
	};
};

/**
When the service reads anew what it tells every second. It does so every 10 s on Virtuozzo 7 and later
(PERFORMANCE_TIMEOUT of prl-disp-service), and nothing tells when: the plateau between two changes is all there is to see.
*/
export type UpdateInterval = {
	/** Monotonic seconds at which the present values were true, as well as that can be told. */
	readonly changedAt: number;
	/** Seconds between two changes: the plateau, a mean of the last ones. Absent: not seen yet. */
	readonly plateau: number | undefined;
	/** Monotonic seconds of the last event, changed or not. */
	readonly seenAt: number;
	/** Monotonic seconds of the last event with other values than before; absent: there was none. */
	readonly changeSeenAt: number | undefined;
	/** How many changes the moments are known from; 0: the present values may have been old already when they were seen. */
	readonly changes: number;
	/** Monotonic seconds of a change that came far too early; absent: the last one did not. */
	readonly earlyAt: number | undefined;
	/** Monotonic seconds of the first values whose moment is known: a rate that began before would be wrong. */
	readonly datedFrom: number;
};

/** Taken for the plateau before one was seen, to tell an idle machine from a late event, seconds. */
const usualPlateau = 10;
/**
How late a change may be before there was none: a share of the plateau, or so many events. Each moment, and with it the
first plateau, may be wrong by one of these.
*/
const latenessShare = 0.5;
const latenessEvents = 2.5;
/** No service reads so rarely: the machine was idle meanwhile, seconds. */
const longestPlateau = 60;
/** Plateaus behind the mean. */
const remembered = 8;
/** Two times are alike when one is less than half as long again as the other. */
const alike = Math.log(1.5);
/** Events in a plateau from which on a change can be told to be too early. */
const eventsToTell = 3;
/** A reading this share of a plateau ahead of its time is still that reading. */
const earliness = 0.15;

/** Seconds between two changes, as far as that was seen. */
export const plateauOf = ({plateau}: Pick<UpdateInterval, 'plateau'>): number => plateau ?? usualPlateau;

/** At the first event of a machine. */
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
An event that brought the same values. When a whole plateau passed, and a good part of another, the service has read
anew and found the machine idle: the values are as new as that reading, one plateau or several after the last.
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
		// Without a plateau that is a guess: good enough for rates of 0, and no beginning of others.
		changes: rhythm.plateau === undefined ? 0 : rhythm.changes,
	};
};

/**
An event that brought other values. They were read since the event before: within that time when the plateau says, or in
its middle before there is one. Times of arrival alone would make the rates of a steady load differ by an event's interval,
a tenth of them at 10 s and 1 s.

- The first change: what came before it may have been up to a plateau old. Its own moment is known, so rates begin here.
- One in the first half of a plateau is what a torn reading had left out, and belongs to it. Two in a row: the plateau
  was taken for too long, as that of a machine which was idle.
- Where every event brings a change there is no plateau to see, and the moment of arrival is the best there is.
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
	// Only where events are missing can there have been several.
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

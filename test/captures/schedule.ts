import type {Clock} from '../../source/async/clock.ts';
import type {Moment} from './conversation.ts';
import type {Instant} from './entry.ts';
import type {Recording} from './recording.ts';
import type {Director, Stage} from './stage.ts';
import {createTurns} from './turns.ts';

/** Something of the recording that can happen now: what it answers was asked. */
export type Due = {
	/** Undefined: it is not in the recording, and happens at once. */
	readonly moment: Moment | undefined;
	readonly deliver: () => void;
	/** Whether the driver can still notice. */
	readonly isWanted: () => boolean;
};

/** Lets happen what was recorded, in the order and at the times of the recording. */
export type Schedule = Pick<Stage, 'clock' | 'later'> & {
	readonly direct: Director;
	readonly add: (due: Due) => void;
	/** The number of the last step that happened. */
	readonly step: () => number;
	/** How many refreshes have begun. */
	readonly refresh: () => number;
};

/** A sleep that did not end in the recording. */
type Sleep = {readonly endsAt: number; readonly end: () => void};

type WaitingAct = {readonly act: string; readonly begin: () => void; readonly reject: (error: Error) => void};

/** Seconds that a timer may have been late in the recording. */
const lateness = 0.1;
/** Seconds by the recording's clock after which an act that only waits is given up. */
const longestActSeconds = 120;

const numberOf = ({moment}: Due): number => moment?.number ?? 0;
const stepOf = (one: Due): number => Math.floor(numberOf(one));

export const createSchedule = ({acts, sleeps}: Recording): Schedule => {
	const due = new Set<Due>();
	const sleeping = new Set<Sleep>();
	const recordedSleeps = [...sleeps];
	let now: Instant = {at: acts[0]?.moment.at ?? 0, wall: acts[0]?.moment.wall ?? 0};
	let step = 0;
	let refresh = 0;
	let begun = 0;
	let actAt = now.at;
	let waiting: WaitingAct | undefined;
	/** Rejects the act under way. Undefined: none is under way. */
	let giveUp: ((error: Error) => void) | undefined;

	const moveTo = ({at, wall}: Instant): void => {
		now = at > now.at ? {at, wall} : now;
	};

	/** What is due, in the order of the recording. */
	const inOrder = (): readonly Due[] => {
		for (const one of due) {
			if (!one.isWanted()) {
				due.delete(one);
			}
		}

		return [...due].sort((one, other) => numberOf(one) - numberOf(other));
	};

	/** The messages of one step came at once. */
	const deliver = (first: Due, all: readonly Due[]): void => {
		if (first.moment) {
			moveTo(first.moment);
			step = Math.max(step, Math.floor(first.moment.number));
		}

		const together = first.moment ? all.filter((one) => stepOf(one) === stepOf(first)) : [first];
		for (const one of together) {
			due.delete(one);
			if (one.isWanted()) {
				one.deliver();
			}
		}
	};

	const endSleep = (sleep: Sleep): void => {
		sleeping.delete(sleep);
		moveTo({at: sleep.endsAt, wall: now.wall + Math.max(0, sleep.endsAt - now.at) * 1000});
		sleep.end();
	};

	const begin = ({act, begin: start, reject}: WaitingAct): void => {
		const recorded = acts[begun];
		waiting = undefined;
		begun += 1;
		if (recorded?.act !== act) {
			reject(new Error(`The recording has ${recorded?.act ?? 'no more acts'} where ${act} comes.`));
			return;
		}

		moveTo(recorded.moment);
		step = Math.max(step, recorded.moment.number);
		refresh += act === 'sample' ? 1 : 0;
		actAt = now.at;
		giveUp = reject;
		start();
	};

	const stop = (): false => {
		giveUp?.(new Error(`Refresh ${refresh} waits for something that is not in the recording.`));
		giveUp = undefined;
		return false;
	};

	const takeStep = (): boolean => {
		const all = inOrder();
		const [first] = all;
		const act = acts[begun];
		const isBeforeAct = first !== undefined && numberOf(first) < (act?.moment.number ?? Infinity);
		// What came after the next act began is too late for this act, unless nothing else ends it.
		const one = isBeforeAct || !waiting ? first : undefined;
		const [sleep] = [...sleeping].sort((early, late) => early.endsAt - late.endsAt);
		const isNext = isBeforeAct || waiting !== undefined;
		const nextAt = isNext ? ((isBeforeAct ? first.moment : act?.moment)?.at ?? now.at) : Infinity;
		if (sleep && sleep.endsAt + lateness < nextAt && (isNext || giveUp)) {
			if (sleep.endsAt > actAt + longestActSeconds) {
				return stop();
			}

			endSleep(sleep);
		} else if (one) {
			deliver(one, all);
		} else if (waiting) {
			begin(waiting);
		} else {
			return stop();
		}

		return true;
	};

	const turns = createTurns(takeStep);

	const sleep: Clock['sleep'] = (seconds, signal) =>
		new Promise((resolve) => {
			if (signal?.aborted) {
				resolve();
				return;
			}

			const since = now.at;
			const index = recordedSleeps.findIndex((one) => one.since === since && one.seconds === seconds);
			const [recorded] = index === -1 ? [] : recordedSleeps.splice(index, 1);
			let isOver = false;
			const end = (): void => {
				isOver = true;
				sleeping.delete(own);
				signal?.removeEventListener('abort', end);
				resolve();
			};
			const own: Sleep = {endsAt: since + seconds, end};
			if (recorded) {
				due.add({moment: recorded.moment, deliver: end, isWanted: () => !isOver});
			} else {
				sleeping.add(own);
			}

			signal?.addEventListener('abort', end, {once: true});
			turns.wake();
		});

	return {
		clock: {monotonic: () => now.at, wall: () => now.wall, sleep},
		later: turns.later,
		direct: (act, job) =>
			new Promise((resolve, reject) => {
				const settled = () => {
					giveUp = undefined;
				};
				waiting = {
					act,
					begin: () => void job().finally(settled).then(resolve, reject),
					reject,
				};
				turns.wake();
			}),
		add: (one) => {
			due.add(one);
			turns.wake();
		},
		step: () => step,
		refresh: () => refresh,
	};
};

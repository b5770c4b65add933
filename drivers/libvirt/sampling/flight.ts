import type {Clock} from '../../../source/clock.ts';

/** What came of a question, and when. */
export type Outcome<Answer> = ({readonly answer: Answer} | {readonly error: unknown}) & {
	/** Monotonic seconds of the middle between question and answer: when its numbers were true, as well as can be told. */
	readonly at: number;
	/** Wall clock of that moment, milliseconds since 1970. */
	readonly wall: number;
	/** Seconds from question to answer. */
	readonly took: number;
};

/** A question under way. libvirt's protocol has no cancel: it lands sometime, whoever still waits. */
export type Flight<Answer> = {
	readonly sentAt: number;
	/** Resolves when the answer came or it failed; never rejects. */
	readonly landed: Promise<Outcome<Answer>>;
	/** Absent: still under way. */
	readonly outcome: () => Outcome<Answer> | undefined;
};

export const launch = <Answer>(clock: Clock, ask: () => Promise<Answer>): Flight<Answer> => {
	const sentAt = clock.monotonic();
	let outcome: Outcome<Answer> | undefined;

	const times = () => {
		const took = clock.monotonic() - sentAt;
		return {at: sentAt + took / 2, wall: clock.wall() - (took / 2) * 1000, took};
	};

	const landed = ask().then(
		(answer) => {
			outcome = {answer, ...times()};
			return outcome;
		},
		(error: unknown) => {
			outcome = {error, ...times()};
			return outcome;
		},
	);
	return {sentAt, landed, outcome: () => outcome};
};

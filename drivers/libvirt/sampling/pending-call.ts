import type {Clock} from '../../../source/async/clock.ts';

/** What came of a call, and when. */
export type Outcome<Reply> = ({readonly reply: Reply} | {readonly error: unknown}) & {
	/** Monotonic seconds, the middle between call and reply. The numbers of a reply are taken to be of that moment. */
	readonly at: number;
	/** Wall clock of the same moment, milliseconds since 1970. */
	readonly wall: number;
	/** Seconds from call to reply. */
	readonly took: number;
};

/** A call that was sent. libvirt's protocol has no cancel: the reply comes sometime, whether or not the caller still waits. */
export type PendingCall<Reply> = {
	/** Monotonic seconds. */
	readonly startedAt: number;
	/** Resolves when the reply came or the call failed. Never rejects. */
	readonly settled: Promise<Outcome<Reply>>;
	/** Undefined: the call is still pending. */
	readonly outcome: () => Outcome<Reply> | undefined;
};

export const startCall = <Reply>(clock: Clock, ask: () => Promise<Reply>): PendingCall<Reply> => {
	const startedAt = clock.monotonic();
	let known: Outcome<Reply> | undefined;

	const times = () => {
		const took = clock.monotonic() - startedAt;
		return {at: startedAt + took / 2, wall: clock.wall() - (took / 2) * 1000, took};
	};

	const settled = ask().then(
		(reply) => {
			known = {reply, ...times()};
			return known;
		},
		(error: unknown) => {
			known = {error, ...times()};
			return known;
		},
	);
	return {startedAt, settled, outcome: () => known};
};

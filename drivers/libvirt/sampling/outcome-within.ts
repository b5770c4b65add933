import type {Clock} from '../../../source/async/clock.ts';
import {untilAborted, withTimeout} from '../../../source/async/wait.ts';
import type {Outcome, PendingCall} from './pending-call.ts';

/** Waits until a call is `seconds` old, or until the signal. Undefined: the call is still pending. */
export const outcomeWithin = async <Reply>(
	clock: Clock,
	call: PendingCall<Reply>,
	seconds: number,
	signal: AbortSignal,
): Promise<Outcome<Reply> | undefined> => {
	const left = call.startedAt + seconds - clock.monotonic();
	if (!call.outcome() && left > 0 && !signal.aborted) {
		await withTimeout({clock, seconds: left}, signal, (either) => untilAborted(call.settled, either));
	}

	return call.outcome();
};

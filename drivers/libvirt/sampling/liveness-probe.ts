import type {Clock} from '../../../source/async/clock.ts';
import type {Remote} from '../calls/remote.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {outcomeWithin} from './outcome-within.ts';
import {startCall} from './pending-call.ts';

/** Timeout of the reply, seconds. A healthy daemon need not look up its answer. */
const replyTimeoutSeconds = 0.25;

/**
Makes a probe that finds whether the daemon answers a call that concerns no domain (CONNECT_GET_TYPE). At most one probe is
pending. The probe rejects where the connection ended.
*/
export const createLivenessProbe = (
	clock: Clock,
	pair: ConnectionPair,
): ((signal: AbortSignal) => Promise<boolean>) => {
	let pendingOn: Remote | undefined;
	return async (signal) => {
		const remote = pair.remote();
		if (pendingOn === remote || remote.freeSlots() === 0) {
			return false;
		}

		pendingOn = remote;
		const call = startCall(clock, () => remote.hypervisorType());
		void call.settled.then(() => {
			pendingOn = pendingOn === remote ? undefined : pendingOn;
		});
		const outcome = await outcomeWithin(clock, call, replyTimeoutSeconds, signal);
		if (outcome && 'error' in outcome) {
			throw outcome.error;
		}

		return outcome !== undefined;
	};
};

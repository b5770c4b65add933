import {createBackoff, type Delays} from '../../source/async/backoff.ts';
import type {Clock} from '../../source/async/clock.ts';

/**
Decides when to ask a peer. A peer that failed is in quarantine: it is asked again with growing delays, and no refresh
waits for it until it has answered quickly.
*/
export type Quarantine = {
	/** Whether the peer is in quarantine. */
	readonly isActive: () => boolean;
	/** Whether the delay is over. */
	readonly isDue: () => boolean;
	/** The peer answered after `seconds`. More than `quick` seconds keep the peer in quarantine, without a delay. */
	readonly succeeded: (seconds: number, quick: number) => void;
	/** The peer failed: the next delay begins now. */
	readonly trip: () => void;
	/** The cause is visibly gone: as if the peer had never failed. */
	readonly reset: () => void;
};

/** The quarantine of one peer, which begins outside it. @param delays seconds before the next attempt, first and at most */
export const createQuarantine = (clock: Clock, delays: Delays): Quarantine => {
	const backoff = createBackoff(clock, delays);
	let isActive = false;
	return {
		isActive: () => isActive,
		isDue: backoff.isDue,
		succeeded: (seconds, quick) => {
			backoff.reset();
			isActive = seconds > quick;
		},
		trip: () => {
			backoff.failed();
			isActive = true;
		},
		reset: () => {
			backoff.reset();
			isActive = false;
		},
	};
};

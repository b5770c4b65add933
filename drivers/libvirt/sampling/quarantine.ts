import {type Backoff, createBackoff} from '../../../source/async/backoff.ts';
import type {Clock} from '../../../source/async/clock.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {PendingCall} from './pending-call.ts';
import type {Completeness} from './replies.ts';

/**
Domains that delayed a reply. The bulk call leaves them out; each is queried individually, with growing pauses.
A full reply resets a domain. So does a partial reply that came at once while no call of ours is late: something else holds
the domain then, and a bulk call does not wait for it.
*/
export type Quarantine = {
	readonly has: (uuid: string) => boolean;
	readonly all: () => readonly string[];
	/** The domain delayed a reply, or its reply was partial again. */
	readonly trip: (uuid: string) => void;
	/** The domain answered in full, or is gone. */
	readonly reset: (uuid: string) => void;
	/** Domains whose pause is over. */
	readonly due: () => readonly string[];
	/** No refresh waits for this call any more. Its numbers will be old, but its reply resets the domains that it reports in full. */
	readonly awaitLateReply: (call: PendingCall<readonly StatsRecord[]>) => void;
	/** How many of these calls are pending. */
	readonly lateReplies: () => number;
};

/** Seconds until a domain in quarantine is queried again. */
const retryDelaysSeconds = {first: 2, last: 30};
/** A reply that took fewer seconds came at once: it waited for no domain. */
const promptSeconds = 1;

export const createQuarantine = (
	clock: Clock,
	completenessOf: (record: StatsRecord) => Completeness,
): Quarantine => {
	const tripped = new Map<string, Backoff>();
	let lateReplies = 0;

	const reset = (uuid: string): void => void tripped.delete(uuid);

	return {
		has: (uuid) => tripped.has(uuid),
		all: () => [...tripped.keys()],
		trip(uuid) {
			const backoff = tripped.get(uuid) ?? createBackoff(clock, retryDelaysSeconds);
			backoff.failed();
			tripped.set(uuid, backoff);
		},
		reset,
		due: () => [...tripped].filter(([, backoff]) => backoff.isDue()).map(([uuid]) => uuid),
		awaitLateReply(call) {
			lateReplies += 1;
			void call.settled.then((outcome) => {
				lateReplies -= 1;
				const isHarmless = lateReplies === 0 && outcome.took < promptSeconds;
				for (const record of 'reply' in outcome ? outcome.reply : []) {
					if (isHarmless || completenessOf(record) !== 'partial') {
						reset(record.domain.uuid);
					}
				}
			});
		},
		lateReplies: () => lateReplies,
	};
};

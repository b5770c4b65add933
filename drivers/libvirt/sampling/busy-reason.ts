import type {Clock} from '../../../source/async/clock.ts';
import type {Domain} from '../../../source/model/sample.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../calls/remote-error.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {createHeldTime} from './held-time.ts';
import {outcomeWithin} from './outcome-within.ts';
import {startCall} from './pending-call.ts';

/** A domain that does not answer in full. */
export type HeldDomain = {
	readonly remote: RemoteDomain;
	/** When the domain was first missed, monotonic seconds. */
	readonly since: number;
	/** Whether the domain never answered in full. Then even what holds it for a moment is reported. */
	readonly isUnread: boolean;
	/** What held the domain at the refresh before. Undefined: nothing, or that is not known. */
	readonly known: Domain['busy'];
};

/** Finds what holds a domain that does not answer in full. */
export type BusyReasonReader = {
	/**
	Finds what holds the domain. Undefined: nothing holds it any more. Where there was no time or slot to ask, the known reason
	stays. Never rejects.
	*/
	readonly ask: (held: HeldDomain, signal: AbortSignal) => Promise<Domain['busy']>;
};

/** How long a reply may take, seconds. */
const replyTimeoutSeconds = 0.3;
/** A domain held for a shorter time, in seconds, is held by the last query alone. */
const leastHeld = 1;

export const silence = 'it does not answer';
export const monitorSilence = 'its monitor does not answer';
export const monitorFailure = 'its monitor failed';
export const someJob = 'a job';

const notJobs: ReadonlySet<string> = new Set([silence, monitorSilence, monitorFailure]);

/** DOMAIN_GET_CONTROL_INFO (229), which needs no job of the domain, and DOMAIN_GET_JOB_STATS (298) where a job holds it. */
export const createBusyReasonReader = (clock: Clock, pair: ConnectionPair): BusyReasonReader => {
	const heldTime = createHeldTime(clock);
	let hasControlInfo = true;
	let pendingJobs = 0;
	/** Domains whose control information is late, by uuid. A locked domain has none either. */
	const late = new Set<string>();

	const ask = async <Value>(query: () => Promise<Value>, signal: AbortSignal) => {
		if (pair.remote().freeSlots() < 2 || signal.aborted) {
			return undefined;
		}

		const call = startCall(clock, query);
		const outcome = await outcomeWithin(clock, call, replyTimeoutSeconds, signal);
		return {call, outcome};
	};

	/** The call goes to the domain, and may hang itself. At most one is pending. */
	const askJob = async (domain: RemoteDomain, signal: AbortSignal) => {
		if (pendingJobs > 0) {
			return undefined;
		}

		pendingJobs += 1;
		const asked = await ask(() => pair.remote().jobStats(domain), signal);
		void (asked?.call.settled ?? Promise.resolve()).then(() => {
			pendingJobs -= 1;
		});
		return asked?.outcome && 'reply' in asked.outcome ? asked.outcome.reply : undefined;
	};

	return {
		async ask({remote, since, known, isUnread}, signal) {
			const least = isUnread ? 0 : leastHeld;
			const waited = clock.monotonic() - since;
			const unknown = waited < least ? undefined : {reason: silence, seconds: waited};
			if (!hasControlInfo) {
				return unknown;
			}

			if (late.has(remote.uuid)) {
				return unknown;
			}

			const asked = await ask(() => pair.remote().controlInfo(remote), signal);
			if (!asked) {
				return known?.reason === silence ? unknown : (known ?? unknown);
			}

			if (!asked.outcome) {
				late.add(remote.uuid);
				void asked.call.settled.then(() => late.delete(remote.uuid));
			}

			const {outcome} = asked;
			if (!outcome || 'error' in outcome) {
				const error = outcome?.error;
				hasControlInfo = !(error instanceof RemoteError && error.code === remoteErrorCode.noSupport);
				return unknown;
			}

			const {state, seconds} = outcome.reply;
			const busy = (reason: string, reported: number | undefined): NonNullable<Domain['busy']> => ({
				reason,
				seconds: heldTime(remote.uuid, reason, reported, waited),
			});
			switch (state) {
				case 'occupied': {
					const occupied = busy(monitorSilence, seconds);
					return occupied.seconds < least ? undefined : occupied;
				}

				case 'error': {
					return busy(monitorFailure, seconds);
				}

				case 'job': {
					const job = await askJob(remote, signal);
					return job || !known || notJobs.has(known.reason)
						? busy(job?.operation ?? someJob, job?.seconds ?? seconds)
						: busy(known.reason, seconds);
				}

				default: {
					return unknown;
				}
			}
		},
	};
};

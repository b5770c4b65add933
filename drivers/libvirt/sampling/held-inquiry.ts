import type {Clock} from '../../../source/clock.ts';
import type {Domain} from '../../../source/sample.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../remote/remote-error.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch} from './flight.ts';
import {createHeldTime} from './held-time.ts';
import {landedWithin} from './landed-within.ts';

/** A domain that does not answer in full. */
export type HeldDomain = {
	readonly remote: RemoteDomain;
	/** When it was first missed, monotonic seconds. */
	readonly since: number;
	/** Has it never answered in full? Then even what holds it for a moment is told. */
	readonly isUnread: boolean;
	/** What held it at the refresh before; absent: nothing, or that is not known. */
	readonly known: Domain['busy'];
};

/** What holds a domain that does not answer in full. */
export type HeldInquiry = {
	/**
	Absent: nothing holds it any more. Never rejects. Where there was no time or slot to ask, what was known goes on.
	*/
	readonly ask: (held: HeldDomain, signal: AbortSignal) => Promise<Domain['busy']>;
};

/** How long the daemon may take, seconds. */
const patience = 0.3;
/** What is held for a shorter time is held by nothing but the last question, seconds. */
const leastHeld = 1;

export const silence = 'it does not answer';
export const monitorSilence = 'its monitor does not answer';
export const monitorFailure = 'its monitor failed';
export const someJob = 'a job';

const notJobs: ReadonlySet<string> = new Set([silence, monitorSilence, monitorFailure]);

/** DOMAIN_GET_CONTROL_INFO (229), which needs no job of the domain, and DOMAIN_GET_JOB_STATS (298) where a job holds it. */
export const createHeldInquiry = (clock: Clock, line: DaemonLine): HeldInquiry => {
	const heldTime = createHeldTime(clock);
	let tellsControl = true;
	let jobsUnderWay = 0;
	/** Whose control information was asked for and has not come: a locked domain has none either. */
	const open = new Set<string>();

	const ask = async <Value>(question: () => Promise<Value>, signal: AbortSignal) => {
		if (line.remote().freeSlots() < 2 || signal.aborted) {
			return undefined;
		}

		const flight = launch(clock, question);
		const landed = await landedWithin(clock, flight, patience, signal);
		return {flight, landed};
	};

	/** This one may hang itself, as it is put to the domain: one at a time. */
	const askJob = async (domain: RemoteDomain, signal: AbortSignal) => {
		if (jobsUnderWay > 0) {
			return undefined;
		}

		jobsUnderWay += 1;
		const asked = await ask(() => line.remote().jobStats(domain), signal);
		void (asked?.flight.landed ?? Promise.resolve()).then(() => {
			jobsUnderWay -= 1;
		});
		return asked?.landed && 'answer' in asked.landed ? asked.landed.answer : undefined;
	};

	return {
		async ask({remote, since, known, isUnread}, signal) {
			const least = isUnread ? 0 : leastHeld;
			const waited = clock.monotonic() - since;
			const unknown = waited < least ? undefined : {reason: silence, seconds: waited};
			if (!tellsControl) {
				return unknown;
			}

			if (open.has(remote.uuid)) {
				return unknown;
			}

			const asked = await ask(() => line.remote().controlInfo(remote), signal);
			if (!asked) {
				return known?.reason === silence ? unknown : (known ?? unknown);
			}

			if (!asked.landed) {
				open.add(remote.uuid);
				void asked.flight.landed.then(() => open.delete(remote.uuid));
			}

			const {landed} = asked;
			if (!landed || 'error' in landed) {
				const error = landed?.error;
				tellsControl = !(error instanceof RemoteError && error.code === remoteErrorCode.noSupport);
				return unknown;
			}

			const {state, seconds} = landed.answer;
			const busy = (reason: string, told: number | undefined): NonNullable<Domain['busy']> => ({
				reason,
				seconds: heldTime(remote.uuid, reason, told, waited),
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

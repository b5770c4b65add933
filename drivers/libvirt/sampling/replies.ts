import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';

/**
How much of a domain a record holds. `full`: all there is. `partial`: only what needs no monitor, as something holds the
domain. `state-only`: this hypervisor's bulk call reports no more than the state.
*/
export type Completeness = 'full' | 'partial' | 'state-only';

/** One domain's record and when it was true. */
export type Reply = {
	readonly record: StatsRecord;
	/** When it was asked for, monotonic seconds. It may not know what happened after that. */
	readonly askedAt: number;
	/** When it was true, monotonic seconds. */
	readonly at: number;
	/** Wall clock of the same moment, milliseconds since 1970. */
	readonly wall: number;
	readonly completeness: Completeness;
};

/** Which domains there are, by uuid. */
export type Presence = {
	readonly domains: ReadonlyMap<string, RemoteDomain>;
	/** Monotonic seconds. */
	readonly at: number;
};

/** What came of one refresh. */
export type Replies = {
	/** By uuid. */
	readonly fresh: ReadonlyMap<string, Reply>;
	/** Every domain there is, and when that was true. Undefined: no reply had it this time. */
	readonly present: Presence | undefined;
	/** Domains queried individually because they delayed a bulk reply, by uuid. */
	readonly quarantined: readonly string[];
	/** Why the daemon refuses to report a domain, in libvirt's words, by uuid. */
	readonly refused: ReadonlyMap<string, string>;
	/** Why the daemon refuses to report anything, in libvirt's words. Undefined: it does not refuse. */
	readonly refusal: string | undefined;
};

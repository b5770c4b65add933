import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {StatsRecord} from '../remote/stats-record.ts';

/**
How much of a domain a record holds: all there is; `held`: only what needs no monitor, as something holds the domain;
`brief`: only its state, as this hypervisor's bulk call tells no more.
*/
export type Extent = 'full' | 'held' | 'brief';

/** One domain's record and when it was true. */
export type Answer = {
	readonly record: StatsRecord;
	/** When it was asked for, monotonic seconds: what happened after that it may not know. */
	readonly askedAt: number;
	/** Monotonic seconds. */
	readonly at: number;
	/** Wall clock of the same moment, milliseconds since 1970. */
	readonly wall: number;
	readonly extent: Extent;
};

/** Which domains there are, by uuid. */
export type Presence = {
	readonly domains: ReadonlyMap<string, RemoteDomain>;
	/** Monotonic seconds. */
	readonly at: number;
};

/** What came of one refresh. */
export type Answers = {
	/** By uuid. */
	readonly fresh: ReadonlyMap<string, Answer>;
	/** Every domain there is, and when that was true. Absent: that was not told this time. */
	readonly present: Presence | undefined;
	/** Those that are asked by themselves, since they held up an answer. */
	readonly suspects: readonly string[];
	/** What the daemon would not tell of a domain, in libvirt's words, by uuid. */
	readonly refused: ReadonlyMap<string, string>;
	/** What it would not tell at all. */
	readonly refusal: string | undefined;
};

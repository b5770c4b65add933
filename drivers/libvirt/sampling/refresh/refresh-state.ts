import type {RemoteDomain} from '../../calls/remote-domain.ts';

/** The bulk call that the refreshes wait for. */
export type BulkCall = {
	/** The first call is 1. */
	readonly number: number;
	/** Monotonic seconds. */
	readonly startedAt: number;
	/** Whether the call is about all domains, so that its reply shows which domains there are. */
	readonly isAboutAll: boolean;
};

/** What stays from one refresh to the next. */
export type RefreshMemory = {
	/** The connection that was used last, compared by identity. */
	readonly connection: object;
	/** The pending bulk call. It may be older than the refresh. Undefined: none is pending, or all pending calls were abandoned. */
	readonly bulk: BulkCall | undefined;
	/** How many bulk calls were started. */
	readonly started: number;
	/** Calls abandoned at their deadline whose late reply has not come, by number. */
	readonly overdue: ReadonlySet<number>;
	/** Seconds that a bulk reply takes. Undefined: none came yet. */
	readonly typicalDuration: number | undefined;
	/** At least 1. It grows while the daemon is late with everything, as no domain is at fault then. */
	readonly deadlineFactor: number;
	/** Domains to be queried one by one, since bulk calls hung and no reply showed which domain delays them. By uuid. */
	readonly unsearched: ReadonlySet<string>;
	/** Domains that libvirt cannot read. One of them spoils a whole bulk reply, so each is queried alone. By uuid. */
	readonly refused: ReadonlySet<string>;
};

/** What one refresh remembers until it ends. */
export type RefreshCourse = {
	/** The delay of the refresh, seconds. */
	readonly delay: number;
	/** How far the refresh is. */
	readonly stage: 'opening' | 'bulk call' | 'no bulk call';
	/** When the stage of the bulk call began, monotonic seconds. A call started before is old: another call follows it. */
	readonly since: number;
	/** Refused domains, to be queried alone after the bulk call. */
	readonly alone: readonly RemoteDomain[];
};

/** What a settled bulk call came to. */
export type BulkResult = {
	readonly call: BulkCall;
	readonly isRefused: boolean;
	/** Seconds from call to reply. */
	readonly took: number;
};

/** What follows a search for the domain that delays bulk calls. */
export type AfterSearch =
	/** The search went over a new connection: whether there is a bulk call decides. */
	| 'connection'
	/** The bulk call of this refresh is over. */
	| 'refused'
	/** The failed call was old: another call follows. */
	| 'bulk call';

/** What the refresh waits for. */
export type RefreshWait =
	/** The connection pair, for a connection with a free slot. */
	| {readonly kind: 'replacing'}
	/** The list of domains. */
	| {readonly kind: 'listing'; readonly reason: 'domains'}
	| {readonly kind: 'listing'; readonly reason: 'search'; readonly after: AfterSearch}
	/** The list, or any reply at all, to distinguish a slow daemon from a domain that hangs. `isOverdue`: a call was just abandoned. */
	| {readonly kind: 'listing'; readonly reason: 'liveness'; readonly isOverdue: boolean}
	| {readonly kind: 'probing'; readonly isOverdue: boolean}
	/** The start of queries of quarantined domains. */
	| {readonly kind: 'rechecking'}
	/** The bulk call, until it is `seconds` old. */
	| {readonly kind: 'waiting'; readonly call: BulkCall; readonly seconds: number}
	/** The bulk reply to be taken, its partial records to be queried again, its list of domains to be learnt. */
	| {readonly kind: 'taking' | 'retrying' | 'learning'; readonly result: BulkResult}
	/** A round of queries of one domain each. */
	| {readonly kind: 'querying'; readonly reason: 'refused' | 'last'}
	| {
			readonly kind: 'querying';
			readonly reason: 'search';
			readonly domains: readonly RemoteDomain[];
			readonly after: AfterSearch;
	  };

/**
One refresh of libvirt's domains: one bulk call, which leaves out quarantined and refused domains. Boxes are what the
refresh waits for, see `RefreshWait`.

	refresh
	   |   no free slot    +-----------+   another connection:
	   |<----------------->| replacing |---------------------------> searching, then idle
	   |                   +-----------+   abandon the pending call
	   v
	+---------+  skipped where a bulk reply had the domains,
	| listing |  and none is quarantined or refused
	+---------+
	   |
	   v
	+------------+
	| rechecking |  of quarantined domains whose pause is over
	+------------+
	   |   domains unsearched
	   |-----------------------------------------------> searching, then (C)
	   v
	(A) no free slot: replacing; searching over another connection, or still none: (C)
	   |   no bulk call pending, daemon late with everything
	   |-----------------------------------------------> judging: keeps up -> (B), late -> (C)
	   v
	(B) no bulk call pending: start one
	   |   a call would hang like the one before
	   |-----------------------------------------------> searching, then (C)
	   v
	+---------+  overdue: abandon
	| waiting |----------------------------------------> judging: calls or lists hang -> searching, then (C)
	+---------+                                                   otherwise -> (A)
	   |   at the signal
	   |-----------------------------------------------> (C), the call stays pending
	   v
	+--------+   +----------+   +----------+  refused: searching, then like here
	| taking |-->| retrying |-->| learning |-----------> the call was started by an earlier refresh -> (A)
	+--------+   +----------+   +----------+
	   |
	   v
	(C)
	   |
	   v
	+-------------------+  no bulk call   +---------+   +------------+
	| querying: refused |---------------->| listing |-->| rechecking |
	+-------------------+                 +---------+   +------------+
	   |   domains with a state-only reply                     | all domains
	   |-------------------------------------.                 |
	   v                                     v                 v
	idle, after a last rechecking        +-----------------------+
	of quarantined domains      <--------|    querying: last     |
	                                     +-----------------------+

	judging is   listing, then probing where the list is late
	searching is listing, then querying each domain alone

- At most one bulk call is pending that was not abandoned. It outlives a refresh that ends before the call is overdue.
- An overdue call is abandoned. The next call finds the domain that delays calls, by its partial reply. Where calls wait for
  that domain, or lists for libvirt's lock in it, a search queries the domains one by one.
- A call is overdue after a share of the delay times the deadline factor, or after three times the typical duration,
  whichever is longer. Judging a daemon late doubles the factor, up to 8.
- At the signal every wait ends at once, and so the refresh soon comes to idle.
- `refresh` is possible in any state: the refresh before failed then, as its connection ended.
*/
export type RefreshState = {readonly memory: RefreshMemory} & (
	| {readonly kind: 'idle'}
	| (RefreshWait & {readonly course: RefreshCourse})
);

/** Before the first refresh. */
export const refreshState = (connection: object): RefreshState => ({
	kind: 'idle',
	memory: {
		connection,
		bulk: undefined,
		started: 0,
		overdue: new Set(),
		typicalDuration: undefined,
		deadlineFactor: 1,
		unsearched: new Set(),
		refused: new Set(),
	},
});

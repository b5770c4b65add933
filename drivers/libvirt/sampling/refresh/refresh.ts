import type {RemoteDomain} from '../../calls/remote-domain.ts';
import type {RefreshState} from './refresh-state.ts';

/** The facts at the moment of an event. */
export type RefreshFacts = {
	/** Monotonic seconds. */
	readonly now: number;
	/** Whether the refresh is to end. */
	readonly isAborted: boolean;
	/** The connection that calls go over, compared by identity. */
	readonly connection: object;
	/** How many more calls it takes now. */
	readonly freeSlots: number;
	/** Whether another connection is there, or could be opened. */
	readonly canReplace: boolean;
	/** Every domain, as last listed. */
	readonly known: readonly RemoteDomain[];
	/** Whether a list of domains is pending. */
	readonly isListPending: boolean;
	/** By uuid. */
	readonly quarantined: ReadonlySet<string>;
	/** How many abandoned calls are pending. */
	readonly lateReplies: number;
	/** Whether the hypervisor is known to have no bulk call. */
	readonly lacksBulk: boolean;
	/** Whether the bulk call waits for a domain that something holds. */
	readonly bulkWaits: boolean;
};

/** What came of an effect. */
export type RefreshResult =
	/** The effect is done, and has no result. */
	| {readonly kind: 'done'}
	/** Whether the list of domains came in time. */
	| {readonly kind: 'listed'; readonly isInTime: boolean}
	/** Whether the daemon answered the liveness probe. */
	| {readonly kind: 'probed'; readonly isAwake: boolean}
	/** The bulk call settled. `isRefused`: by an error. `took`: seconds from call to reply. */
	| {readonly kind: 'settled'; readonly isRefused: boolean; readonly took: number}
	/** The bulk call is still pending at its deadline, or at the signal. */
	| {readonly kind: 'unsettled'}
	/** A round of single queries ended. */
	| {
			readonly kind: 'queried';
			/** The domains whose turn came, by uuid. */
			readonly asked: ReadonlySet<string>;
			/** The domains that libvirt refused to report in this refresh, by uuid. */
			readonly refused: readonly string[];
			/** The domains of which replies of this refresh had only the state. */
			readonly stateOnly: readonly RemoteDomain[];
	  };

export type RefreshEvent =
	/** A refresh begins. @param delay seconds */
	| {readonly kind: 'refresh'; readonly delay: number; readonly facts: RefreshFacts}
	| (RefreshResult & {readonly facts: RefreshFacts})
	/** An abandoned bulk call settled. The event may come at any time. `took`: seconds from call to reply. */
	| {readonly kind: 'late reply'; readonly call: number; readonly took: number};

/** What is to be done. An effect with a result comes last in a step, and its result is the next event. */
export type RefreshEffect =
	/** Replace the connection by another. Result: `done`. */
	| {readonly kind: 'replace connection'}
	/** Read the list of domains. Result: `listed`. */
	| {readonly kind: 'list domains'}
	/** Result: `probed`. */
	| {readonly kind: 'probe liveness'}
	/** Start queries of quarantined domains whose pause is over, and leave `reserve` slots free. Result: `done`. */
	| {
			readonly kind: 'recheck quarantined';
			readonly domains: readonly RemoteDomain[];
			readonly reserve: number;
	  }
	/** Start a bulk call; an empty list stands for all domains. */
	| {readonly kind: 'start bulk call'; readonly call: number; readonly domains: readonly RemoteDomain[]}
	/** Wait until the bulk call is `seconds` old. Result: `settled` or `unsettled`. */
	| {readonly kind: 'await bulk call'; readonly seconds: number}
	/** Wait no longer for the bulk call. */
	| {readonly kind: 'abandon bulk call'; readonly call: number}
	/** Take the bulk reply into the refresh. Result: `done`. */
	| {readonly kind: 'take bulk reply'}
	/** Query again the domains whose record in the bulk reply is partial. Result: `done`. */
	| {readonly kind: 'retry partial'}
	/** The bulk reply shows which domains there are. Result: `done`. */
	| {readonly kind: 'learn domains'; readonly askedAt: number}
	/** Query these domains one by one, `limit` at most. Result: `queried`. */
	| {readonly kind: 'query singly'; readonly domains: readonly RemoteDomain[]; readonly limit: number};

/** The state that follows, and what is to be done, in this order. Without effects the refresh is over. */
export type RefreshStep = {
	readonly state: RefreshState;
	readonly effects: readonly RefreshEffect[];
};

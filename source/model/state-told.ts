/** libvirt's domain states, and `dying` of Xen. */
export type DomainState =
	| 'running'
	| 'idle'
	| 'paused'
	| 'shutdown'
	| 'shutoff'
	| 'crashed'
	| 'suspended'
	| 'dying'
	| 'unknown';

/** Errors for which a domain stands still, or is gone, though nobody wished it. */
export type StateFault = 'I/O error' | 'no space' | 'watchdog' | 'crashed' | 'failed';

/** What a domain does, and why. */
export type StateTold = {
	readonly state: DomainState;
	/** Why it is in this state, a few words: `no space left for vdb, /images/db.raw`. Absent: not told, or no more than the state says. */
	readonly stateReason?: string | undefined;
	/** What stands under STATE instead, at most 8 letters: `saving`. Absent: the state. */
	readonly stateWord?: string | undefined;
	/** Absent: it is no error. */
	readonly stateFault?: StateFault | undefined;
};

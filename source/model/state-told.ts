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

/** Errors that stop a domain, or end it, although no person wished that. */
export type StateFault = 'I/O error' | 'no space' | 'watchdog' | 'crashed' | 'failed';

/** State of a domain, and why. */
export type StateTold = {
	readonly state: DomainState;
	/**
	Why the domain is in this state, a few words: `no space left for vdb, /images/db.raw`. Undefined: not told, or no more than the
	state says.
	*/
	readonly stateReason?: string | undefined;
	/** Word under STATE instead of the state, at most 8 letters: `saving`. Undefined: the state itself. */
	readonly stateWord?: string | undefined;
	/** Undefined: the state is no error. */
	readonly stateFault?: StateFault | undefined;
};

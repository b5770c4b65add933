import type {StoreFault} from './store-fault.ts';

/** A way for bytes to xenstored and back; what they mean is the client's. */
export type StoreTransport = {
	/** Before anything else, and in the turn in which it was opened. */
	readonly start: (handlers: StoreTransportHandlers) => void;
	/** One whole message. Rejects with a StoreRefusal where the kernel refuses this one; a fault is told to the handlers. */
	readonly send: (frame: Buffer) => Promise<void>;
	/** Takes what has come by now, for those that are not told of it. Never rejects. */
	readonly poll: () => Promise<void>;
	/** It may outlive a restart of xenstored, which then has forgotten the watches. */
	readonly outlivesDaemon: boolean;
	/** Idempotent; no handler is called any more. Resolves once nothing is left of it. */
	readonly close: () => Promise<void>;
};

export type StoreTransportHandlers = {
	readonly onBytes: (bytes: Buffer) => void;
	/** Once; the transport is closed then. */
	readonly onFault: (fault: StoreFault) => void;
	/** Is an answer waited for? Without one, a transport that has to look for it looks only when polled. */
	readonly isExpecting: () => boolean;
};

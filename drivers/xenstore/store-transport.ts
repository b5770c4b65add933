import type {StoreFault} from './store-fault.ts';

/** Carries bytes to xenstored and back; the client knows their meaning. */
export type StoreTransport = {
	/** Called before anything else, and in the turn in which the transport was opened. */
	readonly start: (handlers: StoreTransportHandlers) => void;
	/** Sends one whole message. Rejects with a StoreRefusal where the kernel refuses it; the handlers are told of a fault. */
	readonly send: (frame: Buffer) => Promise<void>;
	/** Takes the bytes that have come, where the transport is not told of them. Never rejects. */
	readonly poll: () => Promise<void>;
	/** The transport may outlive a restart of xenstored, which then has forgotten the watches. */
	readonly outlivesDaemon: boolean;
	/** Idempotent; no handler is called any more. Resolves when the transport is closed. */
	readonly close: () => Promise<void>;
};

export type StoreTransportHandlers = {
	readonly onBytes: (bytes: Buffer) => void;
	/** Called once; the transport is closed then. */
	readonly onFault: (fault: StoreFault) => void;
	/** Is a request in flight? If not, a transport that has to look for bytes looks only when polled. */
	readonly isExpecting: () => boolean;
};

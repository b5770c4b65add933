/** A stream of bytes to a libvirt daemon, however it is reached. */
export type ByteLink = {
	readonly write: (bytes: Uint8Array) => void;
	/**
	Called once, at once. `onEnd` is called once: when the far end went away, with a DriverError that says what ended it (of a
	child, in its own last words), or after `close`.
	*/
	readonly listen: (onBytes: (bytes: Buffer) => void, onEnd: (reason: Error) => void) => void;
	/** Idempotent; leaves no handle and no child behind. */
	readonly close: () => Promise<void>;
};

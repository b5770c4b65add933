import {DriverError} from '../../../source/driver/driver-error.ts';

/** The reason of a stream that domtop closed itself. */
export const closedByUs = (): DriverError =>
	new DriverError('The connection to libvirt was closed by domtop.', 'Start domtop again to connect again.');

/** A stream of bytes to a libvirt daemon, however it is reached. */
export type ByteStream = {
	readonly write: (bytes: Uint8Array) => void;
	/**
	Must be called once, at once. `onBytes` is given bytes that stand there no longer than its call lasts. `onEnd` is called once: after `close`, or when the far end went away. The DriverError then says
	what ended it, for a child the child's own last message.
	*/
	readonly listen: (onBytes: (bytes: Buffer) => void, onEnd: (reason: Error) => void) => void;
	/** The error where these lines came instead of libvirt's protocol. Undefined: the stream knows no more than that. */
	readonly explain?: ((lines: readonly string[]) => DriverError) | undefined;
	/** Leaves no handle and no child behind. Idempotent. */
	readonly close: () => Promise<void>;
};

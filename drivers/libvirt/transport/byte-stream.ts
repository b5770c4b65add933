import {DriverError} from '../../../source/driver/driver-error.ts';

/** Why a link ended that domtop closed itself. */
export const closedByUs = (): DriverError =>
	new DriverError('The connection to libvirt was closed by domtop.', 'Start domtop again to connect again.');

/** A stream of bytes to a libvirt daemon, however it is reached. */
export type ByteStream = {
	readonly write: (bytes: Uint8Array) => void;
	/**
	Called once, at once. `onEnd` is called once: when the far end went away, with a DriverError that says what ended it (of a
	child, in its own last words), or after `close`.
	*/
	readonly listen: (onBytes: (bytes: Buffer) => void, onEnd: (reason: Error) => void) => void;
	/** What to tell where these lines came and not libvirt's protocol. Absent: it knows no more than that. */
	readonly explain?: ((lines: readonly string[]) => DriverError) | undefined;
	/** Idempotent; leaves no handle and no child behind. */
	readonly close: () => Promise<void>;
};

/**
How a session with xenstored ended, or why there was none. `absent`: no process listens there. `denied`: we may not
connect. `silent`: no reply within the timeout, or no process takes the connection. `closed`: the peer hung up.
`garbled`: the bytes are not the xenstore protocol. `cancelled`: we hung up.
*/
export type StoreFaultKind = 'absent' | 'denied' | 'silent' | 'closed' | 'garbled' | 'cancelled';

/** The session failed; the message says at what, in a part of a sentence. */
export class StoreFault extends Error {
	override readonly name = 'StoreFault';
	readonly kind: StoreFaultKind;

	constructor(kind: StoreFaultKind, message: string, options?: ErrorOptions) {
		super(message, options);
		this.kind = kind;
	}
}

const kinds: Readonly<Record<string, StoreFaultKind>> = {
	ENOENT: 'absent',
	ENOTDIR: 'absent',
	ENXIO: 'absent',
	ENODEV: 'absent',
	ECONNREFUSED: 'absent',
	EACCES: 'denied',
	EPERM: 'denied',
	// The queue of a listener that takes no connection is full (unix(7)).
	EAGAIN: 'silent',
};

/** The errno's name of an error of `node:`, empty where it has none. */
export const errorCode = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The fault behind an error of `node:net` or `node:fs`. */
export const storeFaultOf = (error: unknown): StoreFault => {
	const code = errorCode(error);
	return new StoreFault(kinds[code] ?? 'closed', `by an error (${code || String(error)})`, {cause: error});
};

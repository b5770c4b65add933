/** The error codes that domtop acts on (libvirt's virterror.h). */
export const remoteErrorCode = {
	noSupport: 3,
	noConnect: 5,
	invalidArgument: 8,
	operationDenied: 29,
	rpc: 39,
	noDomain: 42,
	authFailed: 45,
	operationInvalid: 55,
	operationTimeout: 68,
	argumentUnsupported: 74,
	authCancelled: 79,
	accessDenied: 88,
	authUnavailable: 94,
} as const;

/** The daemon refused a call, in libvirt's own words (virNetMessageError). The connection stays open. */
export class RemoteError extends Error {
	override readonly name = 'RemoteError';
	/** virErrorNumber. */
	readonly code: number;

	/** @param message cleaned of control characters. */
	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

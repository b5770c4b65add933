import {RemoteError, remoteErrorCode} from '../calls/remote-error.ts';

/** What came of a call: an answer, libvirt's refusal, or that the hypervisor's driver does not have the call. */
export type Answered<Answer> =
	| {readonly answer: Answer}
	| {readonly refusal: string}
	| {readonly isMissing: true};

/** Remembers which calls a hypervisor's driver does not have, so that each is tried once and not for every domain. */
export type SupportedCalls = {
	/** Makes a call. Rejects where the domain is gone (RemoteError 42) and where the connection ended. */
	readonly make: <Answer>(name: string, call: () => Promise<Answer>) => Promise<Answered<Answer>>;
};

export const createSupportedCalls = (): SupportedCalls => {
	const missing = new Set<string>();
	return {
		async make(name, call) {
			if (missing.has(name)) {
				return {isMissing: true};
			}

			try {
				return {answer: await call()};
			} catch (error) {
				if (!(error instanceof RemoteError) || error.code === remoteErrorCode.noDomain) {
					throw error;
				}

				if (error.code === remoteErrorCode.noSupport) {
					missing.add(name);
					return {isMissing: true};
				}

				return {refusal: error.message};
			}
		},
	};
};

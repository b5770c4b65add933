/** Why a command could not be started. */
export type StartFailure = {
	/** Code of the error, such as `EMFILE`; its message where the error has no code. */
	readonly code: string;
	/** The command is not there, or must not be run. Otherwise the cause is of this moment, such as a lack of memory. */
	readonly isAbsent: boolean;
	/** Error of `node:child_process`. */
	readonly error: unknown;
};

/** Codes of spawn(3) that say the command is not there. */
const absentCodes: readonly string[] = ['ENOENT', 'ENOTDIR', 'EACCES', 'ENOEXEC'];

/** @param error what `spawn` of `node:child_process` threw or emitted. */
export const startFailure = (error: unknown): StartFailure => {
	const message = error instanceof Error ? error.message : String(error);
	const code = error instanceof Error && 'code' in error ? String(error.code) : message;
	return {code, isAbsent: absentCodes.includes(code), error};
};

const causes: Readonly<Record<string, string>> = {
	EMFILE: 'domtop has too many files open',
	ENFILE: 'this machine has too many files open',
	ENOMEM: 'this machine is out of memory',
};

const advices: Readonly<Record<string, string>> = {
	EMFILE: 'Raise its limit with ulimit -n before the start; it is read again by itself.',
	ENFILE: 'Raise fs.file-max, or end what holds files open; it is read again by itself.',
	ENOMEM: 'End what uses the memory; it is read again by itself.',
};

/**
Descriptors or memory ran out (EMFILE, ENFILE, ENOMEM) while something was read. Nothing is known then of what was asked for, so
the last reading stays.
*/
export class ExhaustedError extends Error {
	override readonly name = 'ExhaustedError';
	/** What to do, one sentence. */
	readonly advice: string;

	/** @param code as `node:fs` gives it. */
	constructor(code: string, options?: ErrorOptions) {
		super(causes[code] ?? `the system refused (${code})`, options);
		this.advice = advices[code] ?? 'It is read again by itself.';
	}
}

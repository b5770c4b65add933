import type {Domain, DomainState, ProblemReport, StateFault} from '../model/sample.ts';

/** How a person can help a domain on its hypervisor, each half a sentence. */
export type StateAdvice = {
	/** Command that resumes the domain: `virsh resume web`. */
	readonly resume: string;
	/** Where to find out what happened: `see /var/log/libvirt`. */
	readonly causeHint: string;
};

const verbs: Readonly<Partial<Record<DomainState, string>>> = {
	paused: 'was stopped',
	suspended: 'was stopped',
	crashed: 'crashed',
	shutoff: 'is off',
	shutdown: 'has ended',
};

const adviceOf = (fault: StateFault, state: DomainState, {resume, causeHint}: StateAdvice): string => {
	switch (fault) {
		case 'no space': {
			return `Free space there, then resume it: ${resume}.`;
		}

		case 'I/O error': {
			return `See to the storage behind it, then resume it: ${resume}.`;
		}

		default: {
			if (state === 'running' || state === 'idle') {
				return `It runs on; find out why: ${causeHint}.`;
			}

			const why = `Find out why (${causeHint}), then`;
			return state === 'paused' ? `${why} reset it, or resume it: ${resume}.` : `${why} start it again.`;
		}
	}
};

/** Reports a domain whose state is an error. Undefined: the state is no error. */
export const stateReport = (
	{name, state, stateReason, stateFault}: Pick<Domain, 'name' | 'state' | 'stateReason' | 'stateFault'>,
	advice: StateAdvice,
): Omit<ProblemReport, 'domain'> | undefined =>
	stateFault && {
		kind: 'state',
		message: `${name} ${verbs[state] ?? 'is in trouble'}${stateReason === undefined ? '' : `: ${stateReason}`}.`,
		advice: adviceOf(stateFault, state, advice),
	};

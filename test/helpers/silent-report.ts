import type {ProblemReport} from '../../source/model/sample.ts';

/** A driver's report of a domain called web that does not answer. */
export const silentReport: ProblemReport = {
	kind: 'silent',
	domain: 'web',
	message: 'web does not answer.',
	advice: 'Look at it.',
};

import type {ProblemReport} from './sample.ts';

/** Domains that were not read, while nothing is wrong with any one of them. */
export const missedReport = (count: number): ProblemReport => ({
	kind: 'missed',
	message: `${count === 1 ? '1 domain was' : `${count} domains were`} not read in time.`,
	advice: 'Their numbers are their last; a longer delay leaves more time for all.',
});

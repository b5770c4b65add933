import type {ProblemReport} from '../model/sample.ts';
import type {DriverOptions} from './driver.ts';

/** Reports domains that were not read, while nothing is wrong with any single domain. */
export const missedReport = (count: number): ProblemReport => ({
	kind: 'missed',
	message: `${count === 1 ? '1 domain was' : `${count} domains were`} not read in time.`,
	advice: 'Their numbers are their last; a longer delay leaves more time for all.',
});

/** Makes a function that reports how many domains a connection reads, only when that number has changed. */
export const createCountReporter = (onStatus: DriverOptions['onStatus']): ((count: number) => void) => {
	let reported: number | undefined;
	return (count) => {
		if (count !== reported) {
			reported = count;
			onStatus({state: 'reading', message: count === 1 ? '1 domain' : `${count} domains`});
		}
	};
};

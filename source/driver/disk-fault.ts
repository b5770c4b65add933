import type {Disk, StateTold} from '../model/sample.ts';
import {cleanText, textLimits} from '../text/clean-text.ts';

/** A disk at which its domain was stopped. */
export type FailedDisk = Pick<Disk, 'name' | 'source'> & {
	/** Absent: what it was is not told. */
	readonly isFull?: boolean | undefined;
};

const placeOf = ({name, source}: FailedDisk): string => (source === undefined ? name : `${name}, ${source}`);

/**
The state of a domain that was stopped at these disks: a full one before others, as there a person can help. None: it is
not told which.
*/
export const diskFault = (failed: readonly FailedDisk[]): StateTold => {
	const first = failed.find(({isFull}) => isFull) ?? failed[0];
	const more = failed.length > 1 ? `, and ${failed.length - 1} more` : '';
	const of = (what: string, word: string): string =>
		cleanText(first ? `${what} ${word} ${placeOf(first)}${more}` : what, textLimits.report);
	return first?.isFull
		? {
				state: 'paused',
				stateReason: of('no space left', 'for'),
				stateWord: 'no space',
				stateFault: 'no space',
			}
		: {state: 'paused', stateReason: of('I/O error', 'of'), stateWord: 'io-error', stateFault: 'I/O error'};
};

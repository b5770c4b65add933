import type {Disk, StateTold} from '../model/sample.ts';
import {cleanText, textLimits} from '../text/clean-text.ts';

/** A disk whose error stopped its domain. */
export type FailedDisk = Pick<Disk, 'name' | 'source'> & {
	/** Whether the error is a lack of space. Undefined: the kind of error is not told. */
	readonly isFull?: boolean | undefined;
};

const placeOf = ({name, source}: FailedDisk): string => (source === undefined ? name : `${name}, ${source}`);

/**
State of a domain that these disks stopped. A full disk comes before other disks, as a person can help there. An empty list: it
is not told which disk.
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

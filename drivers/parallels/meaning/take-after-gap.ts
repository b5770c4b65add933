import type {TakeBlock} from './machine-reading.ts';
import {takeBlock} from './take-block.ts';

/** Seconds without a block, after which the machine may have been started anew and have counted further than before. */
const longestGap = 30;

/** As `takeBlock`; after a long gap, as of a frozen screen, it is a first reading, before which no rate begins. */
export const takeAfterGap: TakeBlock = (before, block, moment) => {
	const next = takeBlock(before, block, moment);
	if (!before || moment.at - before.seenAt <= longestGap) {
		return next;
	}

	const {starts, incarnation} = next;
	return {...takeBlock(undefined, block, moment), starts, incarnation};
};

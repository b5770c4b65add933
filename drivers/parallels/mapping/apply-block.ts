import {compareBlocks} from './compare-blocks.ts';
import type {ApplyBlock, MachineReading} from './machine-reading.ts';
import {startUpdateInterval, withChange, withoutChange} from './update-interval.ts';

/** Seconds without a block. After more, the machine may have restarted and counted beyond its old values. */
const longestGapSeconds = 30;

/** As `applyBlock`, but the block after a long gap (a frozen screen) is a first reading: no rate begins before it. */
export const applyAfterGap: ApplyBlock = (before, block, moment) => {
	const next = applyBlock(before, block, moment);
	if (!before || moment.at - before.seenAt <= longestGapSeconds) {
		return next;
	}

	const {starts, incarnation} = next;
	return {...applyBlock(undefined, block, moment), starts, incarnation};
};

const incarnationOf = (starts: number): string => `start ${starts}`;

/**
The reading after a block. The update interval gives its time, and a counter that fell begins a new incarnation.
prlctl gives neither a domid nor a stable start time, so only fallen counters distinguish one run from the next.
*/
export const applyBlock: ApplyBlock = (before, block, {at, wall}): MachineReading => {
	const {changed, fell} = before ? compareBlocks(before.block, block) : {changed: false, fell: false};
	const interval = before ? (changed ? withChange : withoutChange)(before, at) : startUpdateInterval(at);
	const starts = (before?.starts ?? 1) + (fell ? 1 : 0);
	return {
		...interval,
		changedWall: wall - (at - interval.changedAt) * 1000,
		block,
		starts,
		incarnation: incarnationOf(starts),
	};
};

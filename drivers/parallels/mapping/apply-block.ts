import {compareBlocks} from './compare-blocks.ts';
import type {ApplyBlock, MachineReading} from './machine-reading.ts';
import {startUpdateInterval, withChange, withoutChange} from './update-interval.ts';

/** Seconds without a block, after which the machine may have been started anew and have counted further than before. */
const longestGapSeconds = 30;

/** As `takeBlock`; after a long gap, as of a frozen screen, it is a first reading, before which no rate begins. */
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
The reading after a block: its moment as the rhythm has it, and another incarnation where a counter fell. prlctl tells
neither a domid nor a moment of start that stays the same, so that is all that tells one run from the next.
*/
export const applyBlock: ApplyBlock = (before, block, {at, wall}): MachineReading => {
	const {changed, fell} = before ? compareBlocks(before.block, block) : {changed: false, fell: false};
	const rhythm = before ? (changed ? withChange : withoutChange)(before, at) : startUpdateInterval(at);
	const starts = (before?.starts ?? 1) + (fell ? 1 : 0);
	return {
		...rhythm,
		changedWall: wall - (at - rhythm.changedAt) * 1000,
		block,
		starts,
		incarnation: incarnationOf(starts),
	};
};

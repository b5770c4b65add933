import {knownNumber} from '../../../source/model/known-count.ts';
import type {Block} from '../statistics/block.ts';

/**
Counters that only grow while a machine runs. Others are left out: guest.cpu.usage, guest.cpu.time and host.cpu.time are
differences since the last request; guest.ram.* are sizes; guest.fs* and net.classful.* are polled at other intervals.
*/
const cumulative = /^(?:guest\.vcpu\d+\.time|devices\.[a-z]+\d+\.[a-z_]+|net\.nic\d+\.[a-z_]+)$/;

/**
What two blocks of a machine show of the time between them. A counter that only one block has, as of a disk that was
attached, shows nothing.
*/
export type BlockComparison = {
	/** A counter changed. */
	readonly changed: boolean;
	/** A counter fell, or all counters are gone (the machine was stopped): they begin again. */
	readonly fell: boolean;
};

export const compareBlocks = (before: Block, block: Block): BlockComparison => {
	let changed = false;
	let fell = before.counters.size > 0 && block.counters.size === 0;
	for (const [name, given] of block.counters) {
		const value = knownNumber(given);
		const past = knownNumber(before.counters.get(name));
		if (value !== undefined && past !== undefined && value !== past && cumulative.test(name)) {
			changed = true;
			fell ||= value < past;
		}
	}

	return {changed, fell};
};

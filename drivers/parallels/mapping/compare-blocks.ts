import {knownNumber} from '../../../source/model/known-count.ts';
import type {Block} from '../statistics/block.ts';

/**
Counters that only grow while a machine runs. guest.cpu.usage, guest.cpu.time and host.cpu.time are differences since
somebody asked last, guest.ram.* are sizes, guest.fs* and net.classful.* are polled in a rhythm of their own.
*/
const cumulative = /^(?:guest\.vcpu\d+\.time|devices\.[a-z]+\d+\.[a-z_]+|net\.nic\d+\.[a-z_]+)$/;

/** What two blocks of a machine tell of the time between them. What only one of them has, as a disk that was attached, tells nothing. */
export type BlockComparison = {
	/** Something counted. */
	readonly changed: boolean;
	/** A counter fell, or there are none any more, as of a machine that was stopped: they begin anew. */
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

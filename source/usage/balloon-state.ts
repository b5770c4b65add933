import {isGuestTag} from '../model/memory-tags.ts';
import type {DomainState, Memory} from '../model/sample.ts';

/**
What a domain's balloon statistics are worth. The five that mean trouble each have their own word on the screen;
`fresh` needs none.
*/
export type BalloonState =
	| 'no balloon'
	| 'no driver'
	| 'no period'
	| 'silent'
	| 'no values'
	| 'fresh'
	| 'unknown';

/** Periods without an answer before the guest counts as silent, and a bound for short periods, seconds. */
const silentAfterPeriods = 2;
const silentAfterLeastSeconds = 3;

/** QEMU asks no guest whose processors stand still. */
const unasked: ReadonlySet<DomainState | undefined> = new Set(['paused', 'suspended', 'shutoff', 'crashed']);

/**
- `no balloon`: there is no balloon device.
- `no driver`: there is a device, but the guest never answered through it, nor changed its size.
- `no period`: the guest is not asked. The numbers are from the guest's boot, or from when the asking stopped.
- `silent`: the guest is asked every period and gave no answer for more than two periods. Never where the domain stands still.
- `no values`: there is a driver, and it gave no value.
- `unknown`: see the memory's `reason`.

@param age seconds since the guest gave the statistics, by now, as far as is known. Undefined: the guest never gave any.
@param state of the domain. Undefined: as of a running domain.
*/
export const balloonState = (memory: Memory, age: number | undefined, state?: DomainState): BalloonState => {
	if (memory.balloon === undefined) {
		return 'unknown';
	}

	if (memory.balloon === 'absent') {
		return 'no balloon';
	}

	if (age === undefined && !memory.hasMoved) {
		return 'no driver';
	}

	if (memory.period === 0) {
		return 'no period';
	}

	const mostAge = Math.max(
		silentAfterLeastSeconds,
		silentAfterPeriods * (memory.period ?? Number.POSITIVE_INFINITY) + 1,
	);
	const isLate = age !== undefined && age > mostAge;
	if (isLate && !unasked.has(state)) {
		return 'silent';
	}

	return memory.stats?.some(({tag}) => isGuestTag(tag)) ? 'fresh' : 'no values';
};

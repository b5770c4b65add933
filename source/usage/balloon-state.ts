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
- `no driver`: a device, and a guest that never answered through it, nor changed its size.
- `no period`: nobody asks; the numbers are from the guest's boot, or from when the asking stopped.
- `silent`: asked every period, and no answer for more than two of them; never where the domain stands still.
- `no values`: there is a driver, and no value of it.
- `unknown`: see the memory's `reason`.

@param age seconds since the statistics were given, by now, as far as is known; absent: they never were.
@param state of the domain; absent: as of one that runs.
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

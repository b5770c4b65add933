import type {Clock} from '../../../source/clock.ts';
import type {Remote} from '../remote/remote.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch} from './flight.ts';
import {landedWithin} from './landed-within.ts';

/** How soon a daemon that is well answers what it need not look up, seconds. */
const patience = 0.25;

/**
Makes what tells whether the daemon answers what has nothing to do with any domain (CONNECT_GET_TYPE). One such question is
under way at once. Rejects where the connection ended.
*/
export const createIsAwake = (
	clock: Clock,
	line: DaemonLine,
): ((signal: AbortSignal) => Promise<boolean>) => {
	let asked: Remote | undefined;
	return async (signal) => {
		const remote = line.remote();
		if (asked === remote || remote.freeSlots() === 0) {
			return false;
		}

		asked = remote;
		const flight = launch(clock, () => remote.hypervisorType());
		void flight.landed.then(() => {
			asked = asked === remote ? undefined : asked;
		});
		const landed = await landedWithin(clock, flight, patience, signal);
		if (landed && 'error' in landed) {
			throw landed.error;
		}

		return landed !== undefined;
	};
};

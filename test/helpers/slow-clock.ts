import {type Clock, systemClock} from '../../source/async/clock.ts';

/** Seconds of the machine in each of this clock's. */
const slowness = 20;

/**
A clock that goes much slower than the machine's: for drivers whose peers are processes of their own, which a busy machine
lets wait, so that no patience with them ends. For what depends on time it is put forward (createShiftedClock).
*/
export const createSlowClock = (): Clock => {
	const start = systemClock.monotonic();
	const wall = systemClock.wall();
	const passed = (): number => (systemClock.monotonic() - start) / slowness;
	return {
		monotonic: () => start + passed(),
		wall: () => Math.round(wall + passed() * 1000),
		sleep: (seconds, signal) => systemClock.sleep(seconds * slowness, signal),
	};
};

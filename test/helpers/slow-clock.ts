import {type Clock, systemClock} from '../../source/async/clock.ts';

/** Seconds of the machine in each second of this clock. */
const slowness = 20;

/**
A clock that goes much slower than the machine's. It is for drivers whose peers are processes of their own: a busy machine
lets these wait, and with this clock no timeout ends meanwhile. Tests that depend on time put it forward
(createShiftedClock).
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

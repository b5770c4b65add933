import {type Clock, systemClock} from '../../source/async/clock.ts';

/**
A clock that goes slower, or faster, than the machine's. Slow is for drivers whose peers are processes of their own: a busy
machine lets these wait, and with a slow clock no timeout ends meanwhile. Fast is for peers that never answer. Tests that
depend on time put it forward (createShiftedClock).
@param slowness seconds of the machine in each second of this clock.
*/
export const createSlowClock = (slowness = 20): Clock => {
	const start = systemClock.monotonic();
	const wall = systemClock.wall();
	const passed = (): number => (systemClock.monotonic() - start) / slowness;
	return {
		monotonic: () => start + passed(),
		wall: () => Math.round(wall + passed() * 1000),
		sleep: (seconds, signal) => systemClock.sleep(seconds * slowness, signal),
	};
};

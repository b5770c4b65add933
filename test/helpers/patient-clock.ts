import {stat} from 'node:fs';
import {setImmediate as turn} from 'node:timers/promises';
import {promisify} from 'node:util';
import {type Clock, systemClock} from '../../source/async/clock.ts';

/** Most seconds that count between two looks at the clock, however many passed. */
const longestStep = 0.02;
const step = 0.01;
/** Turns of the event loop in each step of a sleep: in them, data that waits in the sockets is read. */
const turnsAStep = 10;

/** Resolves when the threads that read files for Node have come to what they were given now. */
const poolTurn = promisify(stat);

/**
The machine's clock, which stands still while this process is held up. It is for drivers whose peers live in this process:
no timeout ends before an answer that is there, or a file, could be read, however busy the machine is. A sleep lasts as long as a real
sleep on an idle machine, and never ends early.
*/
export const createPatientClock = (): Clock => {
	let looked = systemClock.monotonic();
	let now = looked;
	const wallAhead = systemClock.wall() / 1000 - now;

	const monotonic = (): number => {
		const real = systemClock.monotonic();
		now += Math.min(real - looked, longestStep);
		looked = real;
		return now;
	};

	return {
		monotonic,
		wall: () => Math.round((monotonic() + wallAhead) * 1000),
		async sleep(seconds, signal) {
			const end = monotonic() + seconds;
			while (!signal?.aborted && monotonic() < end) {
				await systemClock.sleep(Math.min(step, end - now), signal);
				await poolTurn('/');
				for (let count = 0; count < turnsAStep && !signal?.aborted; count += 1) {
					await turn();
				}
			}
		},
	};
};

import type {DriverOptions} from '../../../source/driver/driver.ts';
import {createHandClock, type HandClock} from '../../helpers/hand-clock.ts';

/** Options for the simulated driver, and the clock they hold. Nothing may be spawned. */
export const simulatedWorld = (
	changes: Partial<DriverOptions> = {},
	wall?: number,
): {readonly clock: HandClock; readonly options: DriverOptions} => {
	const clock = createHandClock(wall);
	return {
		clock,
		options: {
			root: '/',
			clock,
			spawn: () => {
				throw new Error('A simulated host starts no command.');
			},
			readOnly: false,
			onStatus: () => {},
			...changes,
		},
	};
};

/** Takes steps one at a time. */
export type Turns = {
	/** Says that there may be a step to take. */
	readonly wake: () => void;
	/** As `setImmediate`; no step is taken before the callback ran. */
	readonly later: (callback: () => void) => void;
};

/**
Takes a step only when the driver can do nothing without it: no callback of its own waits, and no promise that is settled. So a
recording and its replay take the same steps at the same points, on a quick machine and on a busy machine.
@param takeStep does the next step, if there is one now. @returns whether there may be more.
*/
export const createTurns = (takeStep: () => boolean): Turns => {
	// The drivers' own `setImmediate` is replaced, see modules/immediate.ts.
	const {setImmediate} = globalThis;
	let waiting = 0;
	let isAwake = false;

	const wake = (): void => {
		if (!isAwake) {
			isAwake = true;
			setImmediate(turn);
		}
	};

	const turn = (): void => {
		isAwake = false;
		if (waiting > 0 || takeStep()) {
			wake();
		}
	};

	return {
		wake,
		later: (callback) => {
			waiting += 1;
			setImmediate(() => {
				waiting -= 1;
				callback();
			});
		},
	};
};

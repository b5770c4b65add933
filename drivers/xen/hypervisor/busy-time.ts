import {nanosecondsPerSecond} from '../../../source/model/nanoseconds.ts';

/**
Busy time of all physical processors, from their idle times: a processor that is not idle is busy. Only the growth of the
busy time has a meaning; it never falls. A processor counts between two readings if it is on in both, so that switching a
processor off or on makes no leap.
*/
export type BusyTime = {
	/**
	@param idle time of each processor, nanoseconds; 0 of a processor that is off.
	@param at monotonic second at which the idle times were true.
	@returns busy seconds.
	*/
	readonly add: (idle: readonly number[], at: number) => number;
};

export const createBusyTime = (): BusyTime => {
	let before: {readonly idle: readonly number[]; readonly at: number} | undefined;
	let busy = 0;

	const grown = (idle: readonly number[], seconds: number): number => {
		let sum = 0;
		for (const [index, now] of idle.entries()) {
			const then = before?.idle[index] ?? 0;
			const isOn = then > 0 && now >= then;
			sum += isOn ? seconds - (now - then) / nanosecondsPerSecond : 0;
		}

		return sum;
	};

	return {
		add: (idle, at) => {
			const seconds = before ? at - before.at : 0;
			// The clocks are read a moment before or after the processors: an idle host's busy time could fall.
			busy += seconds > 0 ? Math.max(0, grown(idle, seconds)) : 0;
			before = {idle, at};
			return busy;
		},
	};
};

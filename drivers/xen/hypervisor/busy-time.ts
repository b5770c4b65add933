import {nanosecondsPerSecond} from '../../../source/model/nanoseconds.ts';

/**
Busy time of all physical processors, from their idle times: what was not idle was busy. Only its growth means
something; it never falls. A processor counts from one reading to the next where it is on in both, so that one that is
switched off or on is no leap.
*/
export type BusyTime = {
	/**
	@param idle of each processor, nanoseconds; 0 of one that is off.
	@param at monotonic second at which they were true.
	@returns seconds.
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
			// The clocks are read a moment before or after the processors: an idle host would be busy for less than no time.
			busy += seconds > 0 ? Math.max(0, grown(idle, seconds)) : 0;
			before = {idle, at};
			return busy;
		},
	};
};

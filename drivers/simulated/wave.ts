/** A rate per second that swings around its mean over two periods at once and never turns negative. */
export type Wave = {
	readonly mean: number;
	/** Part of the mean by which the rate swings, 0 to 0.9. */
	readonly swing: number;
	/** Length of the slow swing, in seconds or in another unit that the rate is counted over. */
	readonly every: number;
};

const turn = 2 * Math.PI;

/** How many times quicker the quick swing is. No whole number, so that the two swings meet differently each time. */
const quicker = 3.7;

const slowShare = 0.6;
const quickShare = 0.4;

/** The value that a counter of this rate has reached: the integral, in closed form, so that no earlier time is needed. */
export const accumulated = ({mean, swing, every}: Wave, seconds: number, phase: number): number => {
	if (seconds <= 0) {
		return 0;
	}

	const slow = turn / every;
	const quick = slow * quicker;
	const slowPart = (Math.cos(phase) - Math.cos(slow * seconds + phase)) / slow;
	const quickPart = (Math.cos(2 * phase) - Math.cos(quick * seconds + 2 * phase)) / quick;
	return mean * (seconds + swing * (slowShare * slowPart + quickShare * quickPart));
};

/** The rate itself. */
export const level = ({mean, swing, every}: Wave, seconds: number, phase: number): number => {
	const angle = (turn / every) * seconds;
	return (
		mean *
		(1 + swing * (slowShare * Math.sin(angle + phase) + quickShare * Math.sin(angle * quicker + 2 * phase)))
	);
};

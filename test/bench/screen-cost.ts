import {inTerminal} from './in-terminal.ts';

/** What a program costs on a terminal of 120×40. */
export type ScreenCost = {
	/** CPU of the whole process a refresh, milliseconds. */
	readonly cpu: number;
	/** Written to the terminal a refresh, KB. */
	readonly written: number;
	/** Peak resident memory of the process, MB. */
	readonly peak: number;
};

/**
@param delay seconds between two refreshes, as the program was told.
@param seconds that are measured; `sign`, `cache` and `settleSeconds` as of `inTerminal`.
*/
export const screenCost = async (
	command: readonly string[],
	sign: RegExp,
	delay: number,
	seconds: number,
	cache: string,
	settleSeconds?: number,
): Promise<ScreenCost> => {
	const {
		before,
		after,
		bytes,
		seconds: took,
	} = await inTerminal(command, sign, seconds, cache, settleSeconds);
	const refreshes = took / delay;
	return {
		cpu: ((after.cpuSeconds - before.cpuSeconds) / refreshes) * 1000,
		written: bytes / refreshes / 1000,
		peak: after.peak,
	};
};

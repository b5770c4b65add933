import {endsOf, type Window} from './guest-truth.ts';
import {cellsOf} from './screen-cells.ts';

/** Percent for which the spinner's threads may wait for a processor. */
const mostWaitPercent = 0.5;
/** Seconds between two accounts at either end of a window. Guests tell five times a second. */
const mostGapSeconds = 0.5;
/** Share of the host's processors that may be in use: on a full host each wake-up of a guest takes the emulator longer. */
const mostUsedShare = 0.95;

const meanOf = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/**
How this machine was too busy in a window for its numbers to prove anything, a sentence for each way. Empty: the window is calm.
A guest whose thread waits for a processor does not know how much processor time it got, and a guest that is late to tell does not
know when it counted.
*/
export const disturbancesOf = (window: Window): readonly string[] => {
	const {threads, moved, spun, mover, spinner, screenTimes, reports, pages} = window;
	const [before, after] = threads;
	const waited = ((after.waitSeconds - before.waitSeconds) / (after.at - before.at)) * 100;
	const gap = Math.max(
		...[...screenTimes, ...endsOf(window, mover)].map(moved.gapAt),
		...[...screenTimes, ...endsOf(window, spinner)].map(spun.gapAt),
	);
	const used = meanOf(
		reports.map(({hosts: [host]}) => (host?.cpuPercent ?? Number.NaN) / ((host?.cpus ?? 1) * 100)),
	);
	const isOld = [mover, spinner].some(({name}) => cellsOf(pages.domains, name)[0]?.has('AGE'));
	return [
		...(waited > mostWaitPercent
			? [`A vCPU waited for a processor for ${waited.toFixed(1)} % of the time.`]
			: []),
		...(gap <= mostGapSeconds
			? []
			: [`A guest told nothing for ${gap.toFixed(1)} s at an end of the window.`]),
		...(used > mostUsedShare ? [`${(used * 100).toFixed(0)} % of the host's processors were in use.`] : []),
		...(isOld ? ['The screen had to repeat an older reading.'] : []),
	];
};

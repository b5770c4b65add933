import type {RefreshMemory} from './refresh-state.ts';

/** How long a bulk reply may take, as a share of the delay. The share is limited, as a refresh has ten seconds at most. */
const delayShare = 0.35;
const longestShareSeconds = 4;
/** How many times the typical duration a bulk reply may take. */
const typicalFactor = 3;
/** How long the first bulk reply may take for each domain, seconds. */
const firstSecondsEach = 0.05;
/** The longest typical duration that a late reply makes, seconds. The reply may have been held up. */
const longestTypicalSeconds = 5;
const largestFactor = 8;

type Pace = Pick<RefreshMemory, 'typicalDuration' | 'deadlineFactor'>;

/** Seconds after which a bulk call is overdue. @param delay of the refresh, seconds @param domains how many domains there are */
export const deadline = ({typicalDuration, deadlineFactor}: Pace, delay: number, domains: number): number =>
	Math.max(
		Math.min(longestShareSeconds, delayShare * delay) * deadlineFactor,
		typicalDuration === undefined ? firstSecondsEach * domains : typicalFactor * typicalDuration,
	);

/** The deadline factor once it is known whether the daemon keeps up with calls that no domain can delay. */
export const factorAfter = ({deadlineFactor}: Pace, keepsUp: boolean): number =>
	keepsUp ? 1 : Math.min(largestFactor, deadlineFactor * 2);

/** The typical duration after a late reply. It counts only while the daemon is late with everything. @param took seconds */
export const typicalAfterLate = (
	{typicalDuration, deadlineFactor}: Pace,
	took: number,
): number | undefined =>
	deadlineFactor > 1
		? Math.min(longestTypicalSeconds, Math.max(typicalDuration ?? 0, took))
		: typicalDuration;

import {expect} from 'vitest';
import {type Difference, differenceText, isTooLarge} from './difference.ts';
import {disturbancesOf} from './disturbance.ts';
import {measure, type ToldGuests, type TruthLab, type Window} from './guest-truth.ts';
import {cellsOf} from './screen-cells.ts';
import {counterGaps, deviceDifferences, impossibleTimes} from './truth-of-devices.ts';
import {memoryDifferences, wrongMemoryCounters} from './truth-of-memory.ts';
import {processorDifferences} from './truth-of-processors.ts';

const mostWindows = 3;
/** Seconds by which the clocks of a guest and the host may go apart in a window. */
const mostDrift = 0.1;

const differencesOf = (window: Window): readonly Difference[] => [
	...deviceDifferences(window),
	...memoryDifferences(window),
	...processorDifferences(window),
];

/** All that domtop shows otherwise than the guests count, in words. */
const faultsOf = (window: Window, differences: readonly Difference[]): readonly string[] => {
	const busiest = cellsOf(window.pages.domains, window.mover.name)[0]?.get('BUSIEST');
	return [
		...differences.filter(isTooLarge).map(differenceText),
		...counterGaps(window)
			.filter(({least, most}) => !(least <= most))
			.map(({what, least, most}) => `${what} is ahead by at least ${least} and at most ${most}`),
		...impossibleTimes(window),
		...wrongMemoryCounters(window),
		...(busiest === window.mover.disks.vda ? [] : [`BUSIEST is ${busiest}`]),
		...[window.moved, window.spun]
			.filter(({drift}) => !(Math.abs(drift) < mostDrift))
			.map(({drift}) => `the clock of a guest went apart by ${drift} s`),
	];
};

/**
Holds every number of domtop against what the guests count: rates within 2 % over half a minute, memory within 2 % or 2 MiB
at the age of the statistics, processors within 1 point. Where a number does not hold and this machine was too busy to prove
it, the window is measured again, and no limit is loosened.
@param tell gets all differences, for people.
*/
export const checkTruth = async (
	lab: TruthLab,
	guests: ToldGuests,
	tell: (text: string) => Promise<unknown>,
): Promise<void> => {
	// The spinner goes before what else this machine does. A user who may not order that needs an idle machine.
	await lab.run('chrt', '-a', '-f', '-p', '1', `${guests.spinner.pid}`).catch(() => {});
	for (let windows = 1; ; windows += 1) {
		const window = await measure(lab, guests);
		const differences = differencesOf(window);
		await tell(differences.map(differenceText).join('\n'));
		const faults = faultsOf(window, differences);
		const disturbances = disturbancesOf(window);
		if (faults.length === 0 || disturbances.length === 0 || windows === mostWindows) {
			expect(faults, [`window ${windows}.`, ...disturbances].join(' ')).toEqual([]);
			return;
		}
	}
};

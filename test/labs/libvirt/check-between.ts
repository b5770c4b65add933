import {expect} from 'vitest';
import type {Report} from '../report.ts';
import {rowOf} from '../rows.ts';
import {runningGuests} from './domain-xml.ts';
import {numbersOfRow, numbersOfVirsh} from './numbers-by-place.ts';
import type {Stats, Virsh} from './virsh.ts';

/** The answer of virsh, and the two moments between which it came: wall clock, milliseconds. */
export type Reading = {
	readonly from: number;
	readonly to: number;
	readonly stats: ReadonlyMap<string, Stats>;
};

/** Asks virsh for all statistics. */
export const readNow = async (virsh: Virsh): Promise<Reading> => {
	const from = Date.now();
	const stats = await virsh.stats();
	return {from, to: Date.now(), stats};
};

/** Counters only grow; sizes go up and down. */
const isCounter = (place: string): boolean =>
	!/(?:unused|available|usable|disk_caches|rss|actual|KiB)$/.test(place);

const countersOf = (stats: Stats): ReadonlyMap<string, number> =>
	new Map([...numbersOfVirsh(stats)].filter(([place]) => isCounter(place)));

/** For all running guests: domtop has each counter of virsh, with a value between these two readings of virsh. */
export const checkBetween = (
	line: Report | undefined,
	before: Reading | undefined,
	after: Reading | undefined,
): void => {
	for (const guest of runningGuests) {
		const [lowest, highest] = [before, after].map((reading) => reading?.stats.get(guest.name));
		const row = rowOf(line, guest);
		if (row === undefined || lowest === undefined || highest === undefined) {
			throw new Error(`${guest.name} is not in every reading.`);
		}

		const counters = numbersOfRow(row);
		const most = countersOf(highest);
		expect(most.size).toBeGreaterThan(20);
		for (const [name, least] of countersOf(lowest)) {
			// Not every report has the page of vCPUs.
			if (/^\d /.test(name) && row.vcpus === undefined) {
				continue;
			}

			expect(counters.get(name), `${guest.name} ${name}`).toBeGreaterThanOrEqual(least);
			expect(counters.get(name), `${guest.name} ${name}`).toBeLessThanOrEqual(most.get(name) ?? Number.NaN);
		}
	}
};

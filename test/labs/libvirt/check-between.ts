import {expect} from 'vitest';
import type {DomainReport, Report} from '../report.ts';
import {rowOf} from '../rows.ts';
import {runningGuests} from './domain-xml.ts';
import type {Stats, Virsh} from './virsh.ts';
import {witnessedDisks, witnessedNics, witnessedTags, witnessedVcpus} from './witness.ts';

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
const isCounter = (name: string): boolean =>
	!/(?:unused|available|usable|disk_caches|rss|actual|index|KiB)$/.test(name);

const numbers = (prefix: string, fields: object): readonly (readonly [string, number])[] =>
	Object.entries(fields)
		.filter(([name, value]) => typeof value === 'number' && isCounter(name))
		.map(([name, value]) => [`${prefix} ${name}`, Number(value)]);

const named = (list: readonly object[]) =>
	list.flatMap((device) => {
		const {name, index} = device as {readonly name?: string; readonly index?: number};
		return numbers(String(name ?? index), device);
	});

/** Every counter of virsh, by its place. */
const theirs = (stats: Stats): ReadonlyMap<string, number> =>
	new Map([
		['cpuSeconds', Number((Number(stats.get('cpu.time')) / 1e9).toPrecision(12))],
		...numbers('memory', Object.fromEntries(witnessedTags(stats))),
		...named(witnessedDisks(stats)),
		...named(witnessedNics(stats)),
		...named(witnessedVcpus(stats)),
	]);

const ours = ({
	cpuSeconds,
	memory,
	disks = [],
	nics = [],
	vcpus = [],
}: DomainReport): ReadonlyMap<string, number> =>
	new Map([
		['cpuSeconds', cpuSeconds ?? Number.NaN],
		...numbers('memory', Object.fromEntries(memory.stats?.map(({tag, value}) => [tag, value]) ?? [])),
		...named(disks),
		...named(nics),
		...named(vcpus),
	]);

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

		const counters = ours(row);
		const most = theirs(highest);
		expect(most.size).toBeGreaterThan(20);
		for (const [name, least] of theirs(lowest)) {
			// Not every report has the page of vCPUs.
			if (/^\d /.test(name) && row.vcpus === undefined) {
				continue;
			}

			expect(counters.get(name), `${guest.name} ${name}`).toBeGreaterThanOrEqual(least);
			expect(counters.get(name), `${guest.name} ${name}`).toBeLessThanOrEqual(most.get(name) ?? Number.NaN);
		}
	}
};

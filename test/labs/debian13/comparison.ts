import {numbersOfRow, numbersOfVirsh} from '../libvirt/numbers-by-place.ts';
import type {Stats} from '../libvirt/virsh.ts';
import {witnessed, witnessedDisks} from '../libvirt/witness.ts';
import type {DomainReport} from '../report.ts';

/** What came of holding domtop's numbers against those of another program. */
export type Comparison = {
	/** How many numbers were compared. */
	readonly compared: number;
	/** A line for each value that differs, with both. */
	readonly different: readonly string[];
};

type Values = ReadonlyMap<string, unknown>;

const sourcesOf = (disks: readonly object[]): readonly (readonly [string, unknown])[] =>
	(disks as readonly {readonly name?: string; readonly source?: string}[]).map(({name, source}) => [
		`${name} source`,
		source,
	]);

/** All that virsh tells of a domain, but the emulator's own memory, which moves while the guest stands still. */
const valuesOfVirsh = (stats: Stats, {name, uuid = ''}: DomainReport): Values =>
	new Map<string, unknown>([
		...[...numbersOfVirsh(stats)].filter(([place]) => place !== 'memory rss'),
		...Object.entries(witnessed({name, uuid}, stats)),
		...sourcesOf(witnessedDisks(stats)),
		['disks', Number(stats.get('block.count'))],
		['NICs', Number(stats.get('net.count'))],
	]);

const valuesOfRow = (row: DomainReport): Values => {
	const {name, uuid, state, vcpuCount, memory, disks = [], nics = []} = row;
	const {currentKiB, maximumKiB} = memory;
	return new Map<string, unknown>([
		...numbersOfRow(row),
		...Object.entries({name, uuid, state, vcpuCount, currentKiB, maximumKiB}),
		...sourcesOf(disks),
		['disks', disks.length],
		['NICs', nics.length],
	]);
};

/** Emulators use a little processor time while their guests stand still. */
const isMoving = (place: string): boolean => place.endsWith('cpuSeconds');

const isBetween = (value: unknown, least: unknown, most: unknown): boolean =>
	Number(value) >= Number(least) && Number(value) <= Number(most);

/** A device that virsh does not count has none of these. */
const isDeviceCounter = (place: string): boolean => /(?:readBytes|receiveBytes)$/.test(place);

/**
Compares each number that both programs have of a domain that stands still, and the sources of its disks.
@param before statistics of virsh from before domtop was asked.
@param after statistics of virsh from afterwards.
*/
export const compareStill = (row: DomainReport, before: Stats, after: Stats): Comparison => {
	const [ours, theirs, later] = [valuesOfRow(row), valuesOfVirsh(before, row), valuesOfVirsh(after, row)];
	const different = [...theirs].filter(([place, value]) => {
		const own = ours.get(place);
		return isMoving(place) ? !isBetween(own, value, later.get(place)) : own !== value;
	});
	const extra = [...ours.keys()].filter((place) => isDeviceCounter(place) && !theirs.has(place));
	return {
		compared: [...theirs.values()].filter((value) => typeof value === 'number').length,
		different: [...different.map(([place]) => place), ...extra].map(
			(place) => `${row.name} ${place}: domtop ${ours.get(place)}, virsh ${theirs.get(place)}`,
		),
	};
};

/** All comparisons as one. */
export const sumOf = (comparisons: readonly Comparison[]): Comparison => ({
	compared: comparisons.reduce((sum, {compared}) => sum + compared, 0),
	different: comparisons.flatMap(({different}) => different),
});

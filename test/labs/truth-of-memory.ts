import {asShown, type Difference} from './difference.ts';
import type {Account} from './guest-account.ts';
import type {Window} from './guest-truth.ts';
import {rowOf} from './rows.ts';
import {cellsOf, shownNumber} from './screen-cells.ts';

type Pick = (account: Account) => number;

const of =
	(...names: readonly string[]): Pick =>
	({memory}) =>
		names.reduce((sum, name) => sum + (memory.get(name) ?? Number.NaN), 0);

/** What each tag is in the guest: `update_balloon_stats` of drivers/virtio/virtio_balloon.c of Linux. */
const sizes: Readonly<Record<string, Pick>> = {
	unused: of('MemFree'),
	available: of('MemTotal'),
	usable: of('MemAvailable'),
	disk_caches: of('Cached', 'Buffers', 'SwapCached'),
};

const pageKiB = 4;
const counters: Readonly<Record<string, Pick>> = {
	major_fault: of('pgmajfault'),
	minor_fault: of('pgfault'),
	swap_in: (account) => of('pswpin')(account) * pageKiB,
	swap_out: (account) => of('pswpout')(account) * pageKiB,
};

/** 2 %, or 2 MiB where that is more. */
const allowedKiB = (guest: number): number => Math.max(guest * 0.02, 2048);

/** QEMU dates statistics to the whole second before (`last-update`), so that they are up to a second younger than their age says. */
const dateSeconds = 1;

const columns = [
	['AVAIL', 'available'],
	['UNUSED', 'unused'],
	['USABLE', 'usable'],
] as const;

/** Sizes of memory at the age of the statistics: for each of these the report in which the two differ most; then the screen. */
export const memoryDifferences = ({
	mover,
	moved,
	reports,
	pages,
	screenTimes,
}: Window): readonly Difference[] => {
	const shown = reports.map((report) => {
		const {age = Number.NaN, memory} = rowOf(report, mover) ?? {};
		return {
			at: Date.parse(report.time) / 1000 - (memory?.statsAge ?? age * Number.NaN),
			tags: new Map(memory?.stats?.map(({tag, value}) => [tag, value])),
		};
	});
	const guestAt = (at: number, pick: Pick): number => moved.at(at + dateSeconds / 2, pick);
	const worst = Object.entries(sizes).map(([tag, pick]): Difference => {
		const all = shown.map(({at, tags}) => {
			const guest = guestAt(at, pick);
			return {what: `JSON ${tag}`, guest, shown: tags.get(tag) ?? Number.NaN, allowed: allowedKiB(guest)};
		});
		return all.reduce((most, one) =>
			Math.abs(one.shown - one.guest) <= Math.abs(most.shown - most.guest) ? most : one,
		);
	});
	const [cells] = cellsOf(pages.memory, mover.name);
	const age = Number(/^(\d+)s$/.exec(cells?.get('BALLOON') ?? '')?.[1] ?? Number.NaN);
	return [
		...worst,
		...columns.map(([heading, tag]) => {
			// An age on the screen is in whole seconds.
			const guest = guestAt(screenTimes[1] - age - 0.5, sizes[tag] ?? of('none'));
			const {value, rounding} = shownNumber(cells?.get(heading));
			return asShown(
				{what: `memory ${heading}`, guest, allowed: allowedKiB(guest)},
				{value: value / 1024, rounding: rounding / 1024},
			);
		}),
	];
};

/** Counters of the guest's memory that lie outside what the guest counted around the date of the statistics. Empty: none. */
export const wrongMemoryCounters = ({mover, moved, reports}: Window): readonly string[] =>
	reports.flatMap((report) => {
		const {memory} = rowOf(report, mover) ?? {};
		const shown = Date.parse(report.time) / 1000;
		const at = shown - (memory?.statsAge ?? Number.NaN);
		return Object.entries(counters).flatMap(([tag, pick]) => {
			const value = memory?.stats?.find((stat) => stat.tag === tag)?.value ?? Number.NaN;
			const [low] = moved.around(at, pick);
			const [, high] = moved.around(Math.min(at + dateSeconds, shown), pick);
			return value >= low && value <= high ? [] : [`${tag} ${value}, guest ${low} to ${high}`];
		});
	});

import {sumKnown} from '../model/sum-known.ts';
import {type Device, deviceKey, deviceRates} from './device.ts';
import {ratesUnder} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';
import {hostLoad} from './host-load.ts';
import type {SectorChoice} from './sector-size.ts';
import {sectorsDiffer} from './sector-size.ts';
import type {Usage} from './usage.ts';

/** Points kept of each series. */
export const historyLength = 120;

/** Highest number of domains whose points are kept, some KiB each. */
export const trackLimit = 16_384;

/** The last points of several series that are read together; NaN is unknown. */
export type Ring = {
	readonly push: (values: readonly (number | undefined)[]) => void;
	/** Points of one series, the oldest first. */
	readonly points: (series: number) => readonly number[];
	/** Points kept. */
	readonly size: () => number;
};

export const createRing = (series: number, length = historyLength): Ring => {
	const kept = Array.from({length: series}, () => new Float32Array(length));
	let pushed = 0;
	const size = (): number => Math.min(pushed, length);
	return {
		push(values) {
			for (const [index, ring] of kept.entries()) {
				ring[pushed % length] = values[index] ?? Number.NaN;
			}

			pushed++;
		},
		points: (index) =>
			Array.from(
				{length: size()},
				(_, place) => kept[index]?.[(pushed - size() + place) % length] ?? Number.NaN,
			),
		size,
	};
};

/** The last few minutes as points, for sparklines and graphs. */
export type History = {
	/** Adds the points of a refresh. A domain that gave nothing new gets no new point. */
	readonly record: (usage: Usage) => void;
	/** Percent of one CPU, all hosts together. */
	readonly hosts: () => readonly number[];
	/** Percent of one CPU. */
	readonly cpu: (rowKey: string) => readonly number[];
	/** Bytes read and written per second, under a choice of sector size. */
	readonly disk: (rowKey: string, sectors: SectorChoice) => readonly number[];
	/**
	Begins the history of one device, and forgets the history of the device before.
	@param device undefined: no device.
	*/
	readonly open: (device: (Device & {readonly rowKey: string}) | undefined, usage: Usage | undefined) => void;
	/** The device's two rates; a disk's are under the choice of sector size. */
	readonly device: (sectors: SectorChoice) => readonly [readonly number[], readonly number[]];
};

type Track = {readonly ring: Ring; at: number};

const push = (track: Track, at: number, values: readonly (number | undefined)[]): void => {
	if (at !== track.at) {
		track.ring.push(values);
		track.at = at;
	}
};

const createTrack = (series: number): Track => ({ring: createRing(series), at: Number.NaN});

const noPoints: readonly number[] = [];

/** The choices of sector size, in the order in which their series are kept. */
const choices: readonly SectorChoice[] = ['physical', '512'];

/** Bytes that the disks of a domain read and wrote per second, under one choice of sector size. */
const bytesUnder = (
	{disks, readBytesPerSecond, writeBytesPerSecond}: DomainUsage,
	sectors: SectorChoice,
): number | undefined =>
	sumKnown(
		disks?.some(({disk}) => sectorsDiffer(disk))
			? disks.flatMap((disk) => ratesUnder(disk, sectors))
			: [readBytesPerSecond, writeBytesPerSecond],
		(rate) => rate,
	);

export const createHistory = (): History => {
	const domains = new Map<string, Track>();
	const hosts = createTrack(1);
	let opened: (Device & {readonly rowKey: string; readonly track: Track}) | undefined;

	const recordDevice = (usage: Usage): void => {
		const domain = opened && usage.domains.find(({rowKey}) => rowKey === opened?.rowKey);
		if (opened && domain) {
			const device = opened;
			push(
				opened.track,
				domain.domain.at,
				choices.flatMap((sectors) => deviceRates(domain, device, sectors)),
			);
		}
	};

	return {
		record(usage) {
			push(hosts, Math.max(...usage.hosts.map(({host}) => host.at)), [hostLoad(usage).percent]);
			const gone = new Set(domains.keys());
			for (const domain of usage.domains) {
				gone.delete(domain.rowKey);
				const known = domains.get(domain.rowKey);
				if (!known && domains.size >= trackLimit) {
					continue;
				}

				const track = known ?? createTrack(1 + choices.length);
				domains.set(domain.rowKey, track);
				push(track, domain.domain.at, [
					domain.cpuPercent,
					...choices.map((sectors) => bytesUnder(domain, sectors)),
				]);
			}

			for (const rowKey of gone) {
				domains.delete(rowKey);
			}

			recordDevice(usage);
		},
		hosts: () => hosts.ring.points(0),
		cpu: (rowKey) => domains.get(rowKey)?.ring.points(0) ?? noPoints,
		disk: (rowKey, sectors) => domains.get(rowKey)?.ring.points(1 + choices.indexOf(sectors)) ?? noPoints,
		open(device, usage) {
			const same = device && opened && deviceKey(device.rowKey, device) === deviceKey(opened.rowKey, opened);
			if (!same) {
				opened = device && {...device, track: createTrack(2 * choices.length)};
				if (usage) {
					recordDevice(usage);
				}
			}
		},
		device(sectors) {
			const first = 2 * choices.indexOf(sectors);
			return [opened?.track.ring.points(first) ?? noPoints, opened?.track.ring.points(first + 1) ?? noPoints];
		},
	};
};

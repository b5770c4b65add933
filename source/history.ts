import {type Device, deviceKey, deviceRates} from './device.ts';
import {sumKnown} from './usage/sum-known.ts';
import type {Usage} from './usage.ts';

/** How many points are kept of each. */
export const historyLength = 120;

/** The last points of some series that are read together; NaN is unknown. */
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

/** What the last few minutes were like, for sparklines and graphs. */
export type History = {
	/** Takes in a refresh; a domain that gave nothing new gets no new point. */
	readonly record: (usage: Usage) => void;
	/** Percent of one CPU, all hosts together. */
	readonly hosts: () => readonly number[];
	/** Percent of one CPU. */
	readonly cpu: (rowKey: string) => readonly number[];
	/** Bytes read and written per second. */
	readonly disk: (rowKey: string) => readonly number[];
	/** Begins the history of one device, and forgets that of the one before; undefined: of none. */
	readonly open: (device: (Device & {readonly rowKey: string}) | undefined, usage: Usage | undefined) => void;
	/** Its two rates. */
	readonly device: () => readonly [readonly number[], readonly number[]];
};

type Track = {readonly ring: Ring; at: number};

const push = (track: Track, at: number, values: readonly (number | undefined)[]): void => {
	if (at !== track.at) {
		track.ring.push(values);
		track.at = at;
	}
};

const createTrack = (series: number): Track => ({ring: createRing(series), at: Number.NaN});

const none: readonly number[] = [];

export const createHistory = (): History => {
	const domains = new Map<string, Track>();
	const hosts = createTrack(1);
	let opened: (Device & {readonly rowKey: string; readonly track: Track}) | undefined;

	const recordDevice = (usage: Usage): void => {
		const domain = opened && usage.domains.find(({rowKey}) => rowKey === opened?.rowKey);
		if (opened && domain) {
			push(opened.track, domain.domain.at, deviceRates(domain, opened));
		}
	};

	return {
		record(usage) {
			push(hosts, Math.max(...usage.hosts.map(({host}) => host.at)), [
				sumKnown(usage.hosts, ({cpuPercent}) => cpuPercent),
			]);
			const gone = new Set(domains.keys());
			for (const domain of usage.domains) {
				const track = domains.get(domain.rowKey) ?? createTrack(2);
				domains.set(domain.rowKey, track);
				gone.delete(domain.rowKey);
				push(track, domain.domain.at, [
					domain.cpuPercent,
					sumKnown([domain.readBytesPerSecond, domain.writeBytesPerSecond], (rate) => rate),
				]);
			}

			for (const rowKey of gone) {
				domains.delete(rowKey);
			}

			recordDevice(usage);
		},
		hosts: () => hosts.ring.points(0),
		cpu: (rowKey) => domains.get(rowKey)?.ring.points(0) ?? none,
		disk: (rowKey) => domains.get(rowKey)?.ring.points(1) ?? none,
		open(device, usage) {
			const same = device && opened && deviceKey(device.rowKey, device) === deviceKey(opened.rowKey, opened);
			if (!same) {
				opened = device && {...device, track: createTrack(2)};
				if (usage) {
					recordDevice(usage);
				}
			}
		},
		device: () => [opened?.track.ring.points(0) ?? none, opened?.track.ring.points(1) ?? none],
	};
};

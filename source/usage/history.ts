import type {Device} from './device.ts';
import {DomainTrack} from './domain-track.ts';
import {hostLoad} from './host-load.ts';
import {createRing} from './ring.ts';
import type {SectorChoice} from './sector-size.ts';
import type {Usage} from './usage.ts';

/** Points kept of each series, and of each series where there are many domains. */
export const historyLength = 120;
export const shortHistoryLength = 60;

/** Number of domains from which on fewer points are kept. */
const manyDomains = 500;

/** Highest number of domains whose points are kept, some hundred bytes each. */
export const trackLimit = 16_384;

/** Highest number of devices whose points are kept, one KiB each at most. */
export const deviceTrackLimit = 32_768;

/** The last few minutes as points, for sparklines and graphs. NaN is an unknown point. */
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
	The two rates of a device since it came: read and written, received and sent, used and waited. A disk's are under a
	choice of sector size.
	*/
	readonly device: (
		rowKey: string,
		device: Device,
		sectors: SectorChoice,
	) => readonly [readonly number[], readonly number[]];
};

const noPoints: readonly number[] = [];

type Kept = {readonly track: DomainTrack; refresh: number};

export const createHistory = (): History => {
	const domains = new Map<string, Kept>();
	const hosts = createRing(1, historyLength);
	let hostsAt = Number.NaN;
	let devices = 0;
	let refresh = 0;

	const recordHosts = (usage: Usage): void => {
		const at = usage.hosts.reduce((latest, {host}) => Math.max(latest, host.at), Number.NEGATIVE_INFINITY);
		if (at !== hostsAt) {
			hostsAt = at;
			hosts.push([hostLoad(usage).percent]);
		}
	};

	const keep = (rowKey: string): Kept | undefined => {
		const known = domains.get(rowKey);
		if (known || domains.size >= trackLimit) {
			return known;
		}

		const kept = {track: new DomainTrack(), refresh: 0};
		domains.set(rowKey, kept);
		return kept;
	};

	const forget = (): void => {
		for (const [rowKey, kept] of domains) {
			if (kept.refresh !== refresh) {
				domains.delete(rowKey);
				devices -= kept.track.devices;
			}
		}
	};

	return {
		record(usage) {
			refresh++;
			recordHosts(usage);
			const length = usage.domains.length > manyDomains ? shortHistoryLength : historyLength;
			let seen = 0;
			for (const domain of usage.domains) {
				const kept = keep(domain.rowKey);
				if (kept) {
					const {track} = kept;
					seen += kept.refresh === refresh ? 0 : 1;
					kept.refresh = refresh;
					devices -= track.devices;
					track.record(domain, length, deviceTrackLimit - devices);
					devices += track.devices;
				}
			}

			if (domains.size !== seen) {
				forget();
			}
		},
		hosts: () => hosts.points(0),
		cpu: (rowKey) => domains.get(rowKey)?.track.cpu() ?? noPoints,
		disk: (rowKey, sectors) => domains.get(rowKey)?.track.disk(sectors) ?? noPoints,
		device: (rowKey, device, sectors) =>
			domains.get(rowKey)?.track.device(device, sectors) ?? [noPoints, noPoints],
	};
};

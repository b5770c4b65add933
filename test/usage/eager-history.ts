import {sumKnown} from '../../source/model/sum-known.ts';
import type {Device} from '../../source/usage/device.ts';
import {ratesUnder} from '../../source/usage/disk-usage.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {type SectorChoice, sectorSize, sectorsDiffer} from '../../source/usage/sector-size.ts';

type Pair = readonly [number | undefined, number | undefined];

type Track = {
	at: number;
	readonly cpu: (number | undefined)[];
	readonly disk: Readonly<Record<SectorChoice, (number | undefined)[]>>;
	/** Points of each device under 512-byte sectors, and how many times as much its present physical sectors make of them. */
	readonly devices: Map<string, {readonly pairs: Pair[]; factor: number}>;
};

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

type Point = {readonly key: string; readonly pair: Pair; readonly factor: number};

const pointsOf = ({
	disks,
	nics,
	vcpus,
}: DomainUsage): Readonly<Record<Device['kind'], readonly Point[] | undefined>> => ({
	disk: disks?.map((one) => ({
		key: one.disk.name,
		pair: ratesUnder(one, '512'),
		factor: sectorsDiffer(one.disk) ? (sectorSize(one.disk, 'physical') ?? 512) / 512 : 1,
	})),
	nic: nics?.map(({nic, receiveBytesPerSecond, transmitBytesPerSecond}) => ({
		key: nic.name,
		pair: [receiveBytesPerSecond, transmitBytesPerSecond],
		factor: 1,
	})),
	vcpu: vcpus?.map(({vcpu, cpuPercent, waitPercent}) => ({
		key: String(vcpu.index),
		pair: [cpuPercent, waitPercent],
		factor: 1,
	})),
});

/** The history as lists of all points since the beginning, which the history in typed arrays is held against. */
export const createEagerHistory = () => {
	const tracks = new Map<string, Track>();
	const recordDevices = (devices: Track['devices'], usage: DomainUsage): void => {
		for (const [kind, points] of Object.entries(pointsOf(usage))) {
			const kept = [...devices.keys()].filter((key) => key.startsWith(`${kind}/`));
			const listed = points?.map((point) => ({...point, key: `${kind}/${point.key}`}));
			for (const key of kept) {
				if (!listed) {
					devices.get(key)?.pairs.push([undefined, undefined]);
				} else if (!listed.some((point) => point.key === key)) {
					devices.delete(key);
				}
			}

			for (const {key, pair, factor} of listed ?? []) {
				const device = devices.get(key) ?? {pairs: [], factor};
				device.pairs.push(pair);
				device.factor = factor;
				devices.set(key, device);
			}
		}
	};

	return {
		tracks: tracks as ReadonlyMap<string, Track>,
		record(domains: readonly DomainUsage[]): void {
			for (const key of tracks.keys()) {
				if (!domains.some(({rowKey}) => rowKey === key)) {
					tracks.delete(key);
				}
			}

			for (const usage of domains) {
				const track: Track = tracks.get(usage.rowKey) ?? {
					at: Number.NaN,
					cpu: [],
					disk: {physical: [], '512': []},
					devices: new Map(),
				};
				tracks.set(usage.rowKey, track);
				if (track.at !== usage.domain.at) {
					track.at = usage.domain.at;
					track.cpu.push(usage.cpuPercent);
					track.disk.physical.push(bytesUnder(usage, 'physical'));
					track.disk['512'].push(bytesUnder(usage, '512'));
					recordDevices(track.devices, usage);
				}
			}
		},
	};
};

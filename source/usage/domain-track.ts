import type {Disk} from '../model/sample.ts';
import {sumKnown} from '../model/sum-known.ts';
import type {Device} from './device.ts';
import {
	areTracked,
	type DeviceTracks,
	devicesToTrack,
	noDevices,
	trackedDevices,
	tracksOf,
} from './device-tracks.ts';
import {ratesUnder, rateUnder} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';
import {type SectorChoice, sectorSize, sectorsDiffer} from './sector-size.ts';

/** The domain's own series: processor, and the bytes of its disks under each choice of sector size. */
const own = {cpu: 0, physical: 1, '512': 2} as const;
const ownSeries = 3;

const unknown = Number.NaN;
const noPoints: readonly number[] = [];

/** Bytes that the disks of a domain read and wrote per second, under one choice of sector size. */
const bytesUnder = (
	{disks, readBytesPerSecond, writeBytesPerSecond}: DomainUsage,
	sectors: SectorChoice,
	isMixed: boolean,
): number | undefined => {
	if (isMixed) {
		return sumKnown(
			disks?.flatMap((disk) => ratesUnder(disk, sectors)),
			(rate) => rate,
		);
	}

	return readBytesPerSecond === undefined || writeBytesPerSecond === undefined
		? (readBytesPerSecond ?? writeBytesPerSecond)
		: readBytesPerSecond + writeBytesPerSecond;
};

/** The last points of a domain and of each of its devices, in one array: a row a refresh, with a value of each series. */
export class DomainTrack {
	#rows = new Float32Array(0);
	/** Number of rows that fit. */
	#length = 0;
	/** Number of rows that are kept. */
	#kept = 0;
	#width = ownSeries;
	#pushed = 0;
	#at = unknown;
	#devices = noDevices;
	/** How many times 512 bytes a physical sector has, by the name of a disk where the choice makes a difference. */
	readonly #factors = new Map<string, number>();

	/** Number of devices whose points are kept. */
	get devices(): number {
		return trackedDevices(this.#devices);
	}

	/**
	Adds a point to each series, unless the domain gave nothing new.
	@param length number of points to keep.
	@param room highest number of devices. Where there are more, the points of no device are kept.
	*/
	record(usage: DomainUsage, length: number, room: number): void {
		const {at} = usage.domain;
		if (at === this.#at) {
			return;
		}

		this.#at = at;
		const isTracked = devicesToTrack(this.#devices, usage) <= room;
		if (length !== this.#length || (isTracked ? !areTracked(this.#devices, usage) : this.devices > 0)) {
			this.#lay(isTracked ? tracksOf(this.#devices, usage, ownSeries, this.#pushed) : noDevices, length);
		}

		this.#push(usage, isTracked);
	}

	cpu(): readonly number[] {
		return this.#points(own.cpu);
	}

	disk(sectors: SectorChoice): readonly number[] {
		return this.#points(own[sectors]);
	}

	/**
	The two rates of a device since it came; its first reading, which makes no rate, is left out where the second makes one. A
	disk's are under the choice of sector size, as if its sectors had their present size all along.
	*/
	device({kind, name}: Device, sectors: SectorChoice): readonly [readonly number[], readonly number[]] {
		const track = this.#devices[kind].find((one) => String(one.name) === name);
		if (!track) {
			return [noPoints, noPoints];
		}

		const factor = kind === 'disk' && sectors === 'physical' ? (this.#factors.get(name) ?? 1) : 1;
		const points = (series: number): readonly number[] =>
			this.#points(series, track.since).map((point) => point * factor);
		const [one, other] = [points(track.series), points(track.series + 1)];
		const isUnknown = (place: number): boolean =>
			[one[place], other[place]].every((point) => point !== undefined && Number.isNaN(point));
		// The first reading of a device makes no rate. A gap is worth a place only where it goes on.
		const hasBegun = track.since === this.#pushed - one.length && isUnknown(0) && !isUnknown(1);
		const from = hasBegun && one.length > 1 ? 1 : 0;
		return [one.slice(from), other.slice(from)];
	}

	#push(usage: DomainUsage, isTracked: boolean): void {
		const rows = this.#rows;
		const start = (this.#pushed % this.#length) * this.#width;
		this.#pushed++;
		this.#kept = Math.min(this.#kept + 1, this.#length);
		rows.fill(unknown, start, start + this.#width);
		const {disks, nics, vcpus} = usage;
		const isMixed = disks?.some(({disk}) => sectorsDiffer(disk)) ?? false;
		rows[start + own.cpu] = usage.cpuPercent ?? unknown;
		const physical = bytesUnder(usage, 'physical', isMixed) ?? unknown;
		rows[start + own.physical] = physical;
		rows[start + own['512']] = isMixed ? (bytesUnder(usage, '512', true) ?? unknown) : physical;
		if (!isTracked) {
			return;
		}

		const {disk, nic, vcpu} = this.#devices;
		let place = start + (disk[0]?.series ?? 0);
		for (const one of disks ?? []) {
			const {readBytesPerSecond: read, writeBytesPerSecond: written} = one;
			rows[place++] = (isMixed ? rateUnder(one, read, '512') : read) ?? unknown;
			rows[place++] = (isMixed ? rateUnder(one, written, '512') : written) ?? unknown;
			if (isMixed || this.#factors.size > 0) {
				this.#noteFactor(one.disk);
			}
		}

		place = start + (nic[0]?.series ?? 0);
		for (const one of nics ?? []) {
			rows[place++] = one.receiveBytesPerSecond ?? unknown;
			rows[place++] = one.transmitBytesPerSecond ?? unknown;
		}

		place = start + (vcpu[0]?.series ?? 0);
		for (const one of vcpus ?? []) {
			rows[place++] = one.cpuPercent ?? unknown;
			rows[place++] = one.waitPercent ?? unknown;
		}
	}

	#noteFactor(disk: Disk): void {
		const [physical, counted] = [sectorSize(disk, 'physical'), sectorSize(disk, '512')];
		if (physical === counted || physical === undefined || counted === undefined) {
			this.#factors.delete(disk.name);
		} else {
			this.#factors.set(disk.name, physical / counted);
		}
	}

	/** Makes a new array for other devices or another number of points, with the points of the devices that stay. */
	#lay(devices: DeviceTracks, length: number): void {
		const width = ownSeries + 2 * trackedDevices(devices);
		const rows = new Float32Array(length * width);
		const kept = Math.min(this.#kept, length);
		const copy = (from: number, to: number, count: number): void => {
			for (let row = this.#pushed - kept; row < this.#pushed; row++) {
				for (let series = 0; series < count; series++) {
					rows[(row % length) * width + to + series] =
						this.#rows[(row % this.#length) * this.#width + from + series] ?? unknown;
				}
			}
		};
		copy(0, 0, ownSeries);
		for (const kind of ['disk', 'nic', 'vcpu'] as const) {
			const before = new Map(this.#devices[kind].map((track) => [track.name, track.series]));
			for (const {name, series} of devices[kind]) {
				const from = before.get(name);
				if (from !== undefined) {
					copy(from, series, 2);
				}
			}
		}

		for (const name of this.#factors.keys()) {
			if (!devices.disk.some((track) => track.name === name)) {
				this.#factors.delete(name);
			}
		}

		this.#rows = rows;
		this.#length = length;
		this.#kept = kept;
		this.#width = width;
		this.#devices = devices;
	}

	/** @param since number of the domain's points before the first point of the series. */
	#points(series: number, since = 0): readonly number[] {
		const size = Math.min(this.#pushed - since, this.#kept);
		const first = this.#pushed - size;
		return Array.from(
			{length: size},
			(_, place) => this.#rows[((first + place) % this.#length) * this.#width + series] ?? unknown,
		);
	}
}

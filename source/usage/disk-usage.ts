import {growth, rate} from '../model/rate.ts';
import type {Disk} from '../model/sample.ts';
import {type SectorChoice, sectorSize} from './sector-size.ts';

/** Usage of a disk between two samples. A rate is computed when it is asked for. */
export type DiskUsage = {
	readonly disk: Disk;
	/**
	Seconds that the disk's rates cover, where the disk is read at moments of its own. Undefined: as of the domain, or unknown.
	*/
	readonly interval: number | undefined;
	/** Bytes that a sector counts for. Undefined: the source counts bytes. */
	readonly sectorBytes: number | undefined;
	/** Since the counters began. Of a VBD: sectors times `sectorBytes`. */
	readonly readBytes: number | undefined;
	readonly writeBytes: number | undefined;
	readonly readBytesPerSecond: number | undefined;
	readonly writeBytesPerSecond: number | undefined;
	readonly readRequestsPerSecond: number | undefined;
	readonly writeRequestsPerSecond: number | undefined;
	readonly flushRequestsPerSecond: number | undefined;
	/** Mean time of a read, seconds. Undefined: unknown, or no read was made. */
	readonly readLatencySeconds: number | undefined;
	readonly writeLatencySeconds: number | undefined;
	/**
	Mean number of requests in flight: time spent in requests per time (Little's law). Flushes count too where they are counted.
	*/
	readonly queueDepth: number | undefined;
};

const times = (count: number | undefined, factor: number | undefined): number | undefined =>
	count === undefined || factor === undefined ? undefined : count * factor;

const latency = (time: number | undefined, requests: number | undefined): number | undefined =>
	time === undefined || requests === undefined || requests === 0 ? undefined : time / requests;

class RatedDisk implements DiskUsage {
	readonly disk: Disk;
	/** The rates of bytes are computed at once, as the history asks for them at every refresh. */
	readonly readBytesPerSecond: number | undefined;
	readonly writeBytesPerSecond: number | undefined;
	/** Undefined: no rates. */
	readonly #past: Disk | undefined;
	readonly #seconds: number | undefined;
	readonly #sectors: SectorChoice;

	constructor(past: Disk | undefined, disk: Disk, seconds: number | undefined, sectors: SectorChoice) {
		this.disk = disk;
		this.#past = seconds === undefined || seconds <= 0 ? undefined : past;
		this.#seconds = seconds;
		this.#sectors = sectors;
		const bits = disk.counterBits;
		const size = sectorSize(disk, sectors);
		if (size === undefined) {
			this.readBytesPerSecond = rate(past?.readBytes, disk.readBytes, seconds, bits);
			this.writeBytesPerSecond = rate(past?.writeBytes, disk.writeBytes, seconds, bits);
		} else {
			this.readBytesPerSecond = times(rate(past?.readSectors, disk.readSectors, seconds, bits), size);
			this.writeBytesPerSecond = times(rate(past?.writeSectors, disk.writeSectors, seconds, bits), size);
		}
	}

	get interval(): number | undefined {
		return this.disk.at === undefined ? undefined : this.#seconds;
	}

	get sectorBytes(): number | undefined {
		return sectorSize(this.disk, this.#sectors);
	}

	get readBytes(): number | undefined {
		const size = this.sectorBytes;
		return size === undefined ? this.disk.readBytes : times(this.disk.readSectors, size);
	}

	get writeBytes(): number | undefined {
		const size = this.sectorBytes;
		return size === undefined ? this.disk.writeBytes : times(this.disk.writeSectors, size);
	}

	get readRequestsPerSecond(): number | undefined {
		const {disk} = this;
		return rate(this.#past?.readRequests, disk.readRequests, this.#seconds, disk.counterBits);
	}

	get writeRequestsPerSecond(): number | undefined {
		const {disk} = this;
		return rate(this.#past?.writeRequests, disk.writeRequests, this.#seconds, disk.counterBits);
	}

	get flushRequestsPerSecond(): number | undefined {
		const {disk} = this;
		return rate(this.#past?.flushRequests, disk.flushRequests, this.#seconds, disk.counterBits);
	}

	get readLatencySeconds(): number | undefined {
		const {disk} = this;
		return latency(
			growth(this.#past?.readTimeSeconds, disk.readTimeSeconds),
			growth(this.#past?.readRequests, disk.readRequests, disk.counterBits),
		);
	}

	get writeLatencySeconds(): number | undefined {
		const {disk} = this;
		return latency(
			growth(this.#past?.writeTimeSeconds, disk.writeTimeSeconds),
			growth(this.#past?.writeRequests, disk.writeRequests, disk.counterBits),
		);
	}

	get queueDepth(): number | undefined {
		const {disk} = this;
		const past = this.#past;
		const seconds = this.#seconds;
		const reading = growth(past?.readTimeSeconds, disk.readTimeSeconds);
		const writing = growth(past?.writeTimeSeconds, disk.writeTimeSeconds);
		const flushing =
			disk.flushTimeSeconds === undefined ? 0 : growth(past?.flushTimeSeconds, disk.flushTimeSeconds);
		return reading === undefined || writing === undefined || flushing === undefined || seconds === undefined
			? undefined
			: (reading + writing + flushing) / seconds;
	}
}

/** @param seconds between the two readings. Undefined: no rates. */
export const diskUsage = (
	before: Disk | undefined,
	disk: Disk,
	seconds: number | undefined,
	sectors: SectorChoice,
): DiskUsage => new RatedDisk(before, disk, seconds, sectors);

/** A rate of a disk's bytes under a choice of sector size. */
export const rateUnder = (
	{disk, sectorBytes}: DiskUsage,
	rate: number | undefined,
	sectors: SectorChoice,
): number | undefined => {
	const size = sectorSize(disk, sectors);
	return rate === undefined || size === undefined || sectorBytes === undefined || size === sectorBytes
		? rate
		: (rate / sectorBytes) * size;
};

/** Rates of a disk under a choice of sector size, bytes per second. Undefined: the rates are unknown. */
export const ratesUnder = (
	usage: DiskUsage,
	sectors: SectorChoice,
): readonly [read: number | undefined, written: number | undefined] => [
	rateUnder(usage, usage.readBytesPerSecond, sectors),
	rateUnder(usage, usage.writeBytesPerSecond, sectors),
];

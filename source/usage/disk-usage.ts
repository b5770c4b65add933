import {growth, rate} from '../model/rate.ts';
import type {Disk} from '../model/sample.ts';
import {type SectorChoice, sectorSize} from './sector-size.ts';

/** Usage of a disk between two samples. */
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

/** @param seconds between the two readings. Undefined: no rates. */
export const diskUsage = (
	before: Disk | undefined,
	disk: Disk,
	seconds: number | undefined,
	sectors: SectorChoice,
): DiskUsage => {
	const sectorBytes = sectorSize(disk, sectors);
	const countsSectors = sectorBytes !== undefined;
	const bits = disk.counterBits;
	const past = seconds === undefined || seconds <= 0 ? undefined : before;
	const readRequests = growth(past?.readRequests, disk.readRequests, bits);
	const writeRequests = growth(past?.writeRequests, disk.writeRequests, bits);
	const readTime = growth(past?.readTimeSeconds, disk.readTimeSeconds);
	const writeTime = growth(past?.writeTimeSeconds, disk.writeTimeSeconds);
	const flushTime =
		disk.flushTimeSeconds === undefined ? 0 : growth(past?.flushTimeSeconds, disk.flushTimeSeconds);
	const busy =
		readTime === undefined || writeTime === undefined || flushTime === undefined
			? undefined
			: readTime + writeTime + flushTime;
	return {
		disk,
		interval: disk.at === undefined ? undefined : seconds,
		sectorBytes,
		readBytes: countsSectors ? times(disk.readSectors, sectorBytes) : disk.readBytes,
		writeBytes: countsSectors ? times(disk.writeSectors, sectorBytes) : disk.writeBytes,
		readBytesPerSecond: countsSectors
			? times(rate(past?.readSectors, disk.readSectors, seconds, bits), sectorBytes)
			: rate(past?.readBytes, disk.readBytes, seconds, bits),
		writeBytesPerSecond: countsSectors
			? times(rate(past?.writeSectors, disk.writeSectors, seconds, bits), sectorBytes)
			: rate(past?.writeBytes, disk.writeBytes, seconds, bits),
		readRequestsPerSecond: rate(past?.readRequests, disk.readRequests, seconds, bits),
		writeRequestsPerSecond: rate(past?.writeRequests, disk.writeRequests, seconds, bits),
		flushRequestsPerSecond: rate(past?.flushRequests, disk.flushRequests, seconds, bits),
		readLatencySeconds: latency(readTime, readRequests),
		writeLatencySeconds: latency(writeTime, writeRequests),
		queueDepth: busy === undefined || seconds === undefined ? undefined : busy / seconds,
	};
};

/** Rates of a disk under a choice of sector size, bytes per second. Undefined: the rates are unknown. */
export const ratesUnder = (
	{disk, sectorBytes, readBytesPerSecond, writeBytesPerSecond}: DiskUsage,
	sectors: SectorChoice,
): readonly [read: number | undefined, written: number | undefined] => {
	const size = sectorSize(disk, sectors);
	if (size === undefined || sectorBytes === undefined || size === sectorBytes) {
		return [readBytesPerSecond, writeBytesPerSecond];
	}

	const scaled = (rate: number | undefined): number | undefined =>
		rate === undefined ? undefined : (rate / sectorBytes) * size;
	return [scaled(readBytesPerSecond), scaled(writeBytesPerSecond)];
};

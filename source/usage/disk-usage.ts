import {growth, rate} from '../model/rate.ts';
import type {Disk} from '../model/sample.ts';
import {type SectorChoice, sectorSize} from './sector-size.ts';

/** What was used of a disk between two samples. */
export type DiskUsage = {
	readonly disk: Disk;
	/** Seconds that its rates are of, where it is read at moments of its own. Absent: they are its domain's, or unknown. */
	readonly interval: number | undefined;
	/** Bytes a sector counts for, where the source counts sectors. */
	readonly sectorBytes: number | undefined;
	/** Since the counters began; of VBDs sectors times `sectorBytes`. */
	readonly readBytes: number | undefined;
	readonly writeBytes: number | undefined;
	readonly readBytesPerSecond: number | undefined;
	readonly writeBytesPerSecond: number | undefined;
	readonly readRequestsPerSecond: number | undefined;
	readonly writeRequestsPerSecond: number | undefined;
	readonly flushRequestsPerSecond: number | undefined;
	/** Mean time a read took, seconds; unknown where none was made. */
	readonly readLatencySeconds: number | undefined;
	readonly writeLatencySeconds: number | undefined;
	/** Mean number of requests under way: time spent in requests, flushes too where they are counted, per time (Little's law). */
	readonly queueDepth: number | undefined;
};

const times = (count: number | undefined, factor: number | undefined): number | undefined =>
	count === undefined || factor === undefined ? undefined : count * factor;

const latency = (time: number | undefined, requests: number | undefined): number | undefined =>
	time === undefined || requests === undefined || requests === 0 ? undefined : time / requests;

/** @param seconds between the two readings; unknown: no rates. */
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

/** The rates of a disk, bytes per second, as they are under a choice; unknown where they are. */
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

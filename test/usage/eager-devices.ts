import {counterEntries} from '../../source/model/counters.ts';
import {growth, rate} from '../../source/model/rate.ts';
import type {Disk, Nic, NicCounters, Vcpu} from '../../source/model/sample.ts';
import {sumKnown} from '../../source/model/sum-known.ts';
import type {DiskUsage} from '../../source/usage/disk-usage.ts';
import type {NicUsage} from '../../source/usage/nic-usage.ts';
import {type SectorChoice, sectorSize} from '../../source/usage/sector-size.ts';
import type {VcpuUsage} from '../../source/usage/vcpu-usage.ts';

const times = (count: number | undefined, factor: number | undefined): number | undefined =>
	count === undefined || factor === undefined ? undefined : count * factor;

const latency = (time: number | undefined, requests: number | undefined): number | undefined =>
	time === undefined || requests === undefined || requests === 0 ? undefined : time / requests;

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

const faults = counterEntries('nic').flatMap(([name, {isFault}]) => (isFault ? [name] : []));

export const nicUsage = (before: Nic | undefined, nic: Nic, seconds: number | undefined): NicUsage => {
	const perSecond = (counter: keyof NicCounters): number | undefined =>
		rate(before?.[counter], nic[counter], seconds, nic.counterBits);
	return {
		nic,
		receiveBytesPerSecond: perSecond('receiveBytes'),
		transmitBytesPerSecond: perSecond('transmitBytes'),
		receivePacketsPerSecond: perSecond('receivePackets'),
		transmitPacketsPerSecond: perSecond('transmitPackets'),
		faultsPerSecond: sumKnown(faults, perSecond),
	};
};

const percent = (perSecond: number | undefined): number | undefined =>
	perSecond === undefined ? undefined : perSecond * 100;

export const vcpuUsage = (before: Vcpu | undefined, vcpu: Vcpu, seconds: number | undefined): VcpuUsage => ({
	vcpu,
	cpuPercent: percent(rate(before?.cpuSeconds, vcpu.cpuSeconds, seconds)),
	waitPercent: percent(rate(before?.waitSeconds, vcpu.waitSeconds, seconds)),
});

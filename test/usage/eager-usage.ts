import {createAtPlace} from '../../source/model/collections.ts';
import {rate} from '../../source/model/rate.ts';
import type {Disk, Domain, Nic} from '../../source/model/sample.ts';
import {sumKnown} from '../../source/model/sum-known.ts';
import {busyUsage} from '../../source/usage/busy-usage.ts';
import type {DiskUsage} from '../../source/usage/disk-usage.ts';
import type {DomainPlace} from '../../source/usage/domain-place.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import type {SectorChoice} from '../../source/usage/sector-size.ts';
import type {VcpuUsage} from '../../source/usage/vcpu-usage.ts';
import {diskUsage, nicUsage, vcpuUsage} from './eager-devices.ts';
import {memoryUsage} from './eager-memory.ts';

/** Usage as plain objects whose rates are all computed at once, which the lazy usage is held against. */

const diskMoved = (usage: DiskUsage): number =>
	(usage.readBytesPerSecond ?? 0) + (usage.writeBytesPerSecond ?? 0);

const busiestOf = (disks: readonly DiskUsage[] | undefined): DiskUsage | undefined => {
	let best: DiskUsage | undefined;
	for (const disk of disks ?? []) {
		if (diskMoved(disk) > (best ? diskMoved(best) : 0)) {
			best = disk;
		}
	}

	return best;
};

const secondsBetween = (before: number, now: number): number | undefined =>
	before < now ? now - before : undefined;

/** Seconds between two readings of the processor times. */
const cpuSeconds = (before: Domain | undefined, domain: Domain): number | undefined =>
	before && secondsBetween(before.cpuAt ?? before.at, domain.cpuAt ?? domain.at);

const cpuPercent = (before: Domain | undefined, domain: Domain, seconds: number | undefined) => {
	if (domain.cpuRate !== undefined) {
		return domain.cpuRate.percent;
	}

	const perSecond = rate(before?.cpuSeconds, domain.cpuSeconds, seconds);
	return perSecond === undefined ? undefined : perSecond * 100;
};

/** Finds the same device, whose counters go on, in the list before. */
const createBefore = <Device extends Disk | Nic>(devices: readonly Device[] | undefined) => {
	const atPlace = createAtPlace(devices, ({name}) => name);
	return ({name, incarnation}: Device, place: number): Device | undefined => {
		const found = atPlace(name, place);
		return found?.incarnation === incarnation ? found : undefined;
	};
};

/** Seconds between two readings of a device, which has a moment of its own or the moment of its domain. */
const deviceSeconds = (
	before: Domain | undefined,
	domain: Domain,
	past: Disk | Nic | undefined,
	device: Disk | Nic,
): number | undefined => before && past && secondsBetween(past.at ?? before.at, device.at ?? domain.at);

const usedVcpus = (before: Domain | undefined, domain: Domain): readonly VcpuUsage[] | undefined => {
	const atPlace = createAtPlace(before?.vcpus, ({index}) => index);
	return domain.vcpus?.map((vcpu, place) =>
		vcpuUsage(atPlace(vcpu.index, place), vcpu, cpuSeconds(before, domain)),
	);
};

const sumUsage = (
	before: Domain | undefined,
	{diskSum}: Domain,
	seconds: number | undefined,
	sectors: SectorChoice,
): DiskUsage | undefined =>
	diskSum &&
	diskUsage(before?.diskSum && {name: '', ...before.diskSum}, {name: '', ...diskSum}, seconds, sectors);

type DiskRates =
	| 'readBytesPerSecond'
	| 'writeBytesPerSecond'
	| 'readRequestsPerSecond'
	| 'writeRequestsPerSecond';

/** The parts of a usage that have counters. */
type Counted = Pick<DomainUsage, 'disks' | 'diskSum' | 'nics'>;

const diskRate = ({disks, diskSum}: Counted, rate: DiskRates): number | undefined =>
	diskSum ? diskSum[rate] : sumKnown(disks, (disk) => disk[rate]);

/** Devices of a domain that is off are unknown: they move nothing, and no 0 was read. */
const movingOf = ({state}: Domain, counted: Counted): Counted =>
	state === 'shutoff' ? {disks: undefined, diskSum: undefined, nics: undefined} : counted;

/**
Whether the domain started again under the same incarnation: the processor time of one run never falls. libvirtd gives out the
ids of domains again after a restart of its own.
*/
const startedAnew = (before: Domain, domain: Domain): boolean =>
	before.cpuSeconds !== undefined && domain.cpuSeconds !== undefined && domain.cpuSeconds < before.cpuSeconds;

const offSinceOf = (previous: DomainUsage | undefined, {state}: Domain, now: number): number | undefined => {
	if (previous === undefined || state !== 'shutoff') {
		return undefined;
	}

	return previous.domain.state === 'shutoff' ? previous.offSince : now;
};

/**
@param previous last published usage of the same row. A usage of another incarnation, or from another driver, counts for
nothing.
@param now monotonic seconds of this publication.
*/
export const domainUsage = (
	previous: DomainUsage | undefined,
	domain: Domain,
	place: DomainPlace,
	now: number,
	sectors: SectorChoice,
): DomainUsage => {
	const age = Math.max(0, now - domain.at);
	const continues =
		previous?.driver === place.driver &&
		previous.domain.incarnation === domain.incarnation &&
		!startedAnew(previous.domain, domain);
	const same = continues ? previous : undefined;
	const offSince = offSinceOf(previous, domain, now);
	const busy = busyUsage(same?.domain.busy, same?.busy, domain.busy, now);
	if (same && same.domain.at === domain.at) {
		// The vCPUs may have been asked for since that publication.
		const vcpus = domain.vcpus && (same.vcpus ?? usedVcpus(same.before, domain));
		return {...same, domain, ...place, offSince, age, busy, vcpus};
	}

	const before =
		same && same.domain.at >= (domain.datedFrom ?? Number.NEGATIVE_INFINITY) ? same.domain : undefined;
	const interval = before && secondsBetween(before.at, domain.at);
	const cpuInterval = cpuSeconds(before, domain);
	const diskBefore = createBefore(before?.disks);
	const nicBefore = createBefore(before?.nics);
	const disks = domain.disks?.map((disk, place) => {
		const last = diskBefore(disk, place);
		return diskUsage(last, disk, deviceSeconds(before, domain, last, disk), sectors);
	});
	const nics = domain.nics?.map((nic, place) => {
		const last = nicBefore(nic, place);
		return nicUsage(last, nic, deviceSeconds(before, domain, last, nic));
	});
	const counted = {disks, diskSum: sumUsage(before, domain, interval, sectors), nics};
	const moving = movingOf(domain, counted);
	return {
		domain,
		...place,
		before,
		interval,
		offSince,
		age,
		busy,
		cpuPercent: cpuPercent(before, domain, cpuInterval),
		vcpus: usedVcpus(before, domain),
		memory: memoryUsage(before?.memory, domain.memory, interval, same?.memory),
		...counted,
		readBytesPerSecond: diskRate(moving, 'readBytesPerSecond'),
		writeBytesPerSecond: diskRate(moving, 'writeBytesPerSecond'),
		readRequestsPerSecond: diskRate(moving, 'readRequestsPerSecond'),
		writeRequestsPerSecond: diskRate(moving, 'writeRequestsPerSecond'),
		receiveBytesPerSecond: sumKnown(moving.nics, (nic) => nic.receiveBytesPerSecond),
		transmitBytesPerSecond: sumKnown(moving.nics, (nic) => nic.transmitBytesPerSecond),
		receivePacketsPerSecond: sumKnown(moving.nics, (nic) => nic.receivePacketsPerSecond),
		transmitPacketsPerSecond: sumKnown(moving.nics, (nic) => nic.transmitPacketsPerSecond),
		busiest: busiestOf(disks),
	};
};

/** Usage of the same two readings under another choice of sector size. */
export const rescaled = (usage: DomainUsage, sectors: SectorChoice): DomainUsage => {
	const {domain, before} = usage;
	const diskBefore = createBefore(before?.disks);
	const disks = domain.disks?.map((disk, place) => {
		const last = diskBefore(disk, place);
		return diskUsage(last, disk, deviceSeconds(before, domain, last, disk), sectors);
	});
	const moving = movingOf(domain, {...usage, disks});
	return {
		...usage,
		disks,
		readBytesPerSecond: diskRate(moving, 'readBytesPerSecond'),
		writeBytesPerSecond: diskRate(moving, 'writeBytesPerSecond'),
		busiest: busiestOf(disks),
	};
};

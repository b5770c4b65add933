import {rate} from '../model/rate.ts';
import type {Disk, Domain, Nic, Vcpu} from '../model/sample.ts';
import {sumKnown} from '../model/sum-known.ts';
import {type DiskUsage, diskUsage} from './disk-usage.ts';
import type {MemoryUsage} from './memory-usage.ts';
import {type NicUsage, nicUsage} from './nic-usage.ts';
import type {SectorChoice} from './sector-size.ts';
import {type VcpuUsage, vcpuUsage} from './vcpu-usage.ts';
import {withPast} from './with-past.ts';

const nameOf = ({name}: Disk | Nic): string => name;

const secondsBetween = (before: number, now: number): number | undefined =>
	before < now ? now - before : undefined;

/** Seconds between two readings of the processor times. */
const cpuSeconds = (before: Domain | undefined, domain: Domain): number | undefined =>
	before && secondsBetween(before.cpuAt ?? before.at, domain.cpuAt ?? domain.at);

const numberOf = ({index}: Vcpu): number => index;

/** Usage of the vCPUs of a reading. */
export const usedVcpus = (before: Domain | undefined, domain: Domain): readonly VcpuUsage[] | undefined =>
	withPast(before?.vcpus, domain.vcpus, numberOf, vcpuUsage, cpuSeconds(before, domain));

/** The disk that moved most bytes per second. Undefined: no disk moved any. */
const busiestOf = (disks: readonly DiskUsage[] | undefined): DiskUsage | undefined => {
	let best: DiskUsage | undefined;
	let most = 0;
	for (const disk of disks ?? []) {
		const moved = (disk.readBytesPerSecond ?? 0) + (disk.writeBytesPerSecond ?? 0);
		if (moved > most) {
			best = disk;
			most = moved;
		}
	}

	return best;
};

/** The rates between two readings of a domain. A rate is computed when it is asked for, and devices are kept. */
export class DomainRates {
	/** The reading that the rates start from. Undefined: the rates are unknown. */
	readonly before: Domain | undefined;
	readonly domain: Domain;
	/** Seconds between the two readings. */
	readonly interval: number | undefined;
	readonly memory: MemoryUsage;
	readonly sectors: SectorChoice;
	#disks: readonly DiskUsage[] | undefined;
	#diskSum: DiskUsage | undefined;
	#nics: readonly NicUsage[] | undefined;

	constructor(before: Domain | undefined, domain: Domain, memory: MemoryUsage, sectors: SectorChoice) {
		this.before = before;
		this.domain = domain;
		this.interval = before && secondsBetween(before.at, domain.at);
		this.memory = memory;
		this.sectors = sectors;
	}

	get cpuPercent(): number | undefined {
		const {before, domain} = this;
		if (domain.cpuRate !== undefined) {
			return domain.cpuRate.percent;
		}

		const perSecond = rate(before?.cpuSeconds, domain.cpuSeconds, cpuSeconds(before, domain));
		return perSecond === undefined ? undefined : perSecond * 100;
	}

	get disks(): readonly DiskUsage[] | undefined {
		this.#disks ??= withPast(this.before?.disks, this.domain.disks, nameOf, usedDisk, this);
		return this.#disks;
	}

	get nics(): readonly NicUsage[] | undefined {
		this.#nics ??= withPast(this.before?.nics, this.domain.nics, nameOf, usedNic, this);
		return this.#nics;
	}

	get diskSum(): DiskUsage | undefined {
		const {before, domain} = this;
		const past = before?.diskSum;
		this.#diskSum ??=
			domain.diskSum &&
			diskUsage(past && {name: '', ...past}, {name: '', ...domain.diskSum}, this.interval, this.sectors);
		return this.#diskSum;
	}

	get readBytesPerSecond(): number | undefined {
		return this.#isOff
			? undefined
			: this.domain.diskSum
				? this.diskSum?.readBytesPerSecond
				: sumKnown(this.disks, (disk) => disk.readBytesPerSecond);
	}

	get writeBytesPerSecond(): number | undefined {
		return this.#isOff
			? undefined
			: this.domain.diskSum
				? this.diskSum?.writeBytesPerSecond
				: sumKnown(this.disks, (disk) => disk.writeBytesPerSecond);
	}

	get readRequestsPerSecond(): number | undefined {
		return this.#isOff
			? undefined
			: this.domain.diskSum
				? this.diskSum?.readRequestsPerSecond
				: sumKnown(this.disks, (disk) => disk.readRequestsPerSecond);
	}

	get writeRequestsPerSecond(): number | undefined {
		return this.#isOff
			? undefined
			: this.domain.diskSum
				? this.diskSum?.writeRequestsPerSecond
				: sumKnown(this.disks, (disk) => disk.writeRequestsPerSecond);
	}

	get receiveBytesPerSecond(): number | undefined {
		return this.#isOff ? undefined : sumKnown(this.nics, (nic) => nic.receiveBytesPerSecond);
	}

	get transmitBytesPerSecond(): number | undefined {
		return this.#isOff ? undefined : sumKnown(this.nics, (nic) => nic.transmitBytesPerSecond);
	}

	get receivePacketsPerSecond(): number | undefined {
		return this.#isOff ? undefined : sumKnown(this.nics, (nic) => nic.receivePacketsPerSecond);
	}

	get transmitPacketsPerSecond(): number | undefined {
		return this.#isOff ? undefined : sumKnown(this.nics, (nic) => nic.transmitPacketsPerSecond);
	}

	get busiest(): DiskUsage | undefined {
		return busiestOf(this.disks);
	}

	/** Devices of a domain that is off are unknown: they move nothing, and no 0 was read. */
	get #isOff(): boolean {
		return this.domain.state === 'shutoff';
	}
}

/** Seconds between two readings of a device, which has a moment of its own or the moment of its domain. */
const deviceSeconds = (
	past: Disk | Nic | undefined,
	device: Disk | Nic,
	{before, domain, interval}: DomainRates,
): number | undefined => {
	if (before === undefined || past === undefined) {
		return undefined;
	}

	return past.at === undefined && device.at === undefined
		? interval
		: secondsBetween(past.at ?? before.at, device.at ?? domain.at);
};

const usedDisk = (past: Disk | undefined, disk: Disk, rates: DomainRates): DiskUsage => {
	const same = past?.incarnation === disk.incarnation ? past : undefined;
	return diskUsage(same, disk, deviceSeconds(same, disk, rates), rates.sectors);
};

const usedNic = (past: Nic | undefined, nic: Nic, rates: DomainRates): NicUsage => {
	const same = past?.incarnation === nic.incarnation ? past : undefined;
	return nicUsage(same, nic, deviceSeconds(same, nic, rates));
};

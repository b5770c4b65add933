import type {Domain} from '../model/sample.ts';
import {type BusyUsage, busyUsage} from './busy-usage.ts';
import type {DiskUsage} from './disk-usage.ts';
import type {DomainPlace, StandingPlace} from './domain-place.ts';
import {DomainRates} from './domain-rates.ts';
import {type MemoryUsage, memoryUsage} from './memory-usage.ts';
import type {NicUsage} from './nic-usage.ts';
import {PublishedDomain, type PublishedParts} from './published-domain.ts';
import type {SectorChoice} from './sector-size.ts';
import type {VcpuUsage} from './vcpu-usage.ts';

/** Usage of a domain between two samples. A rate is computed when it is asked for. Sums cover the devices whose rate is known. Undefined: no rate is known. */
export type DomainUsage = DomainPlace & {
	readonly domain: Domain;
	/** The reading that the rates start from. Undefined: the rates are unknown. */
	readonly before: Domain | undefined;
	/** Seconds between the two readings. */
	readonly interval: number | undefined;
	/** Seconds from the later reading to this publication. */
	readonly age: number;
	/** Monotonic seconds of the first publication that showed the domain off. Undefined: it runs, or was never seen running. */
	readonly offSince?: number | undefined;
	/** What holds the domain, so that it answers only in part. Undefined: nothing does. */
	readonly busy: BusyUsage | undefined;
	/** Percent of one host CPU. */
	readonly cpuPercent: number | undefined;
	readonly vcpus: readonly VcpuUsage[] | undefined;
	readonly memory: MemoryUsage;
	readonly disks: readonly DiskUsage[] | undefined;
	/** Usage of the domain's `diskSum`: where it is there, it gives the sums, whatever the disks are. */
	readonly diskSum?: DiskUsage | undefined;
	readonly nics: readonly NicUsage[] | undefined;
	readonly readBytesPerSecond: number | undefined;
	readonly writeBytesPerSecond: number | undefined;
	readonly readRequestsPerSecond: number | undefined;
	readonly writeRequestsPerSecond: number | undefined;
	readonly receiveBytesPerSecond: number | undefined;
	readonly transmitBytesPerSecond: number | undefined;
	readonly receivePacketsPerSecond: number | undefined;
	readonly transmitPacketsPerSecond: number | undefined;
	/** The disk that moved most bytes per second. Undefined: no disk moved any. */
	readonly busiest: DiskUsage | undefined;
};

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

/** What a usage is made of. The parts of a plain object are made anew. */
const partsOf = (usage: DomainUsage, sectors: SectorChoice): PublishedParts => {
	const known = PublishedDomain.partsOf(usage);
	if (known) {
		return known;
	}

	const {domain, before, memory, age, offSince, busy} = usage;
	const rates = new DomainRates(before, domain, memory, sectors);
	return {
		domain,
		place: usage,
		age,
		offSince,
		busy,
		rates,
		diskRates: rates,
		vcpusOf: domain,
	};
};

/**
@param previous last published usage of the same row. A usage of another incarnation, or from another driver, counts for
nothing.
@param now monotonic seconds of this publication.
*/
export const domainUsage = (
	previous: DomainUsage | undefined,
	domain: Domain,
	place: StandingPlace,
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
		const {rates, diskRates, vcpusOf} = partsOf(same, sectors);
		// The vCPUs may have become known since that publication.
		const asked = vcpusOf?.vcpus ? vcpusOf : domain;
		return new PublishedDomain({
			domain,
			place,
			age,
			offSince,
			busy,
			rates,
			diskRates,
			vcpusOf: domain.vcpus && asked,
		});
	}

	const before =
		same && same.domain.at >= (domain.datedFrom ?? Number.NEGATIVE_INFINITY) ? same.domain : undefined;
	const interval = before && before.at < domain.at ? domain.at - before.at : undefined;
	// No usage knows the usage before it, as else all usages of the past would be kept.
	const memory = memoryUsage(before?.memory, domain.memory, interval, same?.memory);
	const rates = new DomainRates(before, domain, memory, sectors);
	return new PublishedDomain({
		domain,
		place,
		age,
		offSince,
		busy,
		rates,
		diskRates: rates,
		vcpusOf: domain,
	});
};

/** Usage of the same two readings under another choice of sector size. */
export const rescaled = (usage: DomainUsage, sectors: SectorChoice): DomainUsage => {
	const {domain, before, memory} = usage;
	return new PublishedDomain({
		...partsOf(usage, sectors),
		diskRates: new DomainRates(before, domain, memory, sectors),
	});
};

/** The same usage of a domain about which something else is said. */
export const withDomain = (usage: DomainUsage, domain: Domain): DomainUsage => {
	const parts = PublishedDomain.partsOf(usage);
	return parts ? new PublishedDomain({...parts, domain}) : {...usage, domain};
};

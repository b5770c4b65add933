import type {Domain} from '../model/sample.ts';
import type {BusyUsage} from './busy-usage.ts';
import type {DiskUsage} from './disk-usage.ts';
import type {StandingPlace} from './domain-place.ts';
import {type DomainRates, usedVcpus} from './domain-rates.ts';
import type {MemoryUsage} from './memory-usage.ts';
import type {NicUsage} from './nic-usage.ts';
import type {VcpuUsage} from './vcpu-usage.ts';

/** What the usage of a domain is made of. */
export type PublishedParts = {
	readonly domain: Domain;
	readonly place: StandingPlace;
	readonly age: number;
	readonly offSince: number | undefined;
	readonly busy: BusyUsage | undefined;
	readonly rates: DomainRates;
	/** The rates of disks and their bytes, under the present choice of sector size. */
	readonly diskRates: DomainRates;
	/** The reading whose vCPUs are shown. Undefined: the vCPUs are not known. */
	readonly vcpusOf: Domain | undefined;
};

/** A domain as it is published: a `DomainUsage` whose rates are computed when they are asked for. */
export class PublishedDomain {
	readonly #parts: PublishedParts;
	#vcpus: readonly VcpuUsage[] | undefined;

	constructor(parts: PublishedParts) {
		this.#parts = parts;
	}

	/** What a usage was made of. Undefined: the usage is a plain object. */
	static partsOf(usage: object): PublishedParts | undefined {
		return #parts in usage ? usage.#parts : undefined;
	}

	get domain(): Domain {
		return this.#parts.domain;
	}

	get rowKey(): string {
		return this.#parts.place.rowKey;
	}

	get host(): string {
		return this.#parts.place.host;
	}

	get uri(): string {
		return this.#parts.place.uri;
	}

	get driver(): string {
		return this.#parts.place.driver;
	}

	get isUnproven(): true | undefined {
		return this.#parts.place.isUnproven;
	}

	get mark(): string | undefined {
		return this.#parts.place.mark;
	}

	get before(): Domain | undefined {
		return this.#parts.rates.before;
	}

	get interval(): number | undefined {
		return this.#parts.rates.interval;
	}

	get age(): number {
		return this.#parts.age;
	}

	get offSince(): number | undefined {
		return this.#parts.offSince;
	}

	get busy(): BusyUsage | undefined {
		return this.#parts.busy;
	}

	get cpuPercent(): number | undefined {
		return this.#parts.rates.cpuPercent;
	}

	get vcpus(): readonly VcpuUsage[] | undefined {
		const {vcpusOf, rates} = this.#parts;
		this.#vcpus ??= vcpusOf && usedVcpus(rates.before, vcpusOf);
		return this.#vcpus;
	}

	get memory(): MemoryUsage {
		return this.#parts.rates.memory;
	}

	get disks(): readonly DiskUsage[] | undefined {
		return this.#parts.diskRates.disks;
	}

	get diskSum(): DiskUsage | undefined {
		return this.#parts.rates.diskSum;
	}

	get nics(): readonly NicUsage[] | undefined {
		return this.#parts.rates.nics;
	}

	get readBytesPerSecond(): number | undefined {
		return this.#parts.diskRates.readBytesPerSecond;
	}

	get writeBytesPerSecond(): number | undefined {
		return this.#parts.diskRates.writeBytesPerSecond;
	}

	get readRequestsPerSecond(): number | undefined {
		return this.#parts.rates.readRequestsPerSecond;
	}

	get writeRequestsPerSecond(): number | undefined {
		return this.#parts.rates.writeRequestsPerSecond;
	}

	get receiveBytesPerSecond(): number | undefined {
		return this.#parts.rates.receiveBytesPerSecond;
	}

	get transmitBytesPerSecond(): number | undefined {
		return this.#parts.rates.transmitBytesPerSecond;
	}

	get receivePacketsPerSecond(): number | undefined {
		return this.#parts.rates.receivePacketsPerSecond;
	}

	get transmitPacketsPerSecond(): number | undefined {
		return this.#parts.rates.transmitPacketsPerSecond;
	}

	get busiest(): DiskUsage | undefined {
		return this.#parts.diskRates.busiest;
	}
}

import type {DriverOptions} from '../../../source/driver/driver.ts';
import {readOnlyRefusal} from '../../../source/driver/driver-error.ts';
import {readUptime} from '../../linux/process-age.ts';
import type {MakeDomain} from '../sampling/domain-registry.ts';
import type {HostPlace} from '../sampling/host-reader.ts';
import type {XmlCache} from '../sampling/xml-cache.ts';
import {createDomainOf} from './domain.ts';
import {createXenSectors} from './xen-sectors.ts';

/** Turns records into domains, with all that is known beside the records. */
export type DomainMapper = {
	readonly makeDomain: (xmlCache: XmlCache) => MakeDomain;
	/** Reads this machine's xenstore, where the machine runs under Xen. Never rejects. */
	readonly refresh: (signal: AbortSignal) => Promise<void>;
	readonly close: () => Promise<void>;
};

export type DomainMapperOptions = {
	readonly hypervisor: string;
	readonly place: HostPlace;
	readonly options: DriverOptions;
};

export const createDomainMapper = ({hypervisor, place, options}: DomainMapperOptions): DomainMapper => {
	const {clock, readOnly} = options;
	const domainOf = createDomainOf();
	const uptime = place.kind === 'far' ? undefined : () => readUptime(place.root);
	const sectors = place.kind === 'here, under Xen' ? createXenSectors(options) : undefined;
	return {
		makeDomain:
			(xmlCache) =>
			(record, {at, wall}, before) =>
				domainOf(record, {
					hypervisor,
					at,
					wall: wall ?? clock.wall() - (clock.monotonic() - at) * 1000,
					isFar: place.kind === 'far',
					uptime,
					description: xmlCache.of(record.domain),
					before,
					periodRefusal: readOnly ? readOnlyRefusal : undefined,
					sectorBytes: record.domain.id === undefined ? undefined : sectors?.sizesOf(record.domain.id),
				}),
		refresh: async (signal) => sectors?.refresh(signal),
		close: async () => sectors?.close(),
	};
};

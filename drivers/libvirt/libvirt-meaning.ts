import type {DriverOptions, SampleRequest} from '../../source/driver.ts';
import {readUptime} from '../linux/read-uptime.ts';
import {createDomainOf} from './meaning/domain-of.ts';
import {createXenSectors} from './meaning/xen-sectors.ts';
import type {Descriptions} from './sampling/descriptions.ts';
import type {HostPlace} from './sampling/host-reader.ts';
import type {MakeDomain} from './sampling/roster.ts';

/** Turns records into domains, with all that is known beside them. */
export type LibvirtMeaning = {
	readonly makeDomain: (descriptions: Descriptions) => MakeDomain;
	/** What the records of this refresh were asked for. */
	readonly ask: (request: Pick<SampleRequest, 'vcpus'>) => void;
	/** Reads what stands in this machine's xenstore, where it is Xen's. Never rejects. */
	readonly refresh: (signal: AbortSignal) => Promise<void>;
	readonly close: () => Promise<void>;
};

export type LibvirtMeaningOptions = {
	readonly hypervisor: string;
	readonly place: HostPlace;
	readonly options: DriverOptions;
};

export const createLibvirtMeaning = ({hypervisor, place, options}: LibvirtMeaningOptions): LibvirtMeaning => {
	const {clock, readOnly} = options;
	const domainOf = createDomainOf();
	const sectors = place.kind === 'here, under Xen' ? createXenSectors(options) : undefined;
	let vcpus = false;
	return {
		makeDomain:
			(descriptions) =>
			(record, {at, wall}, before) =>
				domainOf(record, {
					hypervisor,
					at,
					wall: wall ?? clock.wall() - (clock.monotonic() - at) * 1000,
					isFar: place.kind === 'far',
					uptime: place.kind === 'far' ? undefined : () => readUptime(place.root),
					vcpus,
					description: descriptions.of(record.domain),
					before,
					periodRefusal: readOnly ? 'read-only' : undefined,
					sectorBytes: record.domain.id === undefined ? undefined : sectors?.sizesOf(record.domain.id),
				}),
		ask: (request) => {
			vcpus = request.vcpus;
		},
		refresh: async (signal) => sectors?.refresh(signal),
		close: async () => sectors?.close(),
	};
};

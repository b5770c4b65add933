import type {StoreDomain} from '../xenstore/store-domain.ts';
import type {DomainDevices} from './backend/backend.ts';
import type {HypervisorReading} from './hypervisor/hypervisor.ts';

/**
The domids there are, ascending. The hypervisor knows all of them, and none that is gone; without it those count that
xenstore lists or dom0's kernel serves, and Domain-0, which this is.
*/
export const knownDomains = (
	reading: HypervisorReading | undefined,
	stored: ReadonlyMap<number, StoreDomain>,
	devices: ReadonlyMap<number, DomainDevices> | undefined,
): readonly number[] =>
	reading
		? reading.domains.map(({id}) => id)
		: [...new Set([0, ...stored.keys(), ...(devices?.keys() ?? [])])].sort((one, other) => one - other);

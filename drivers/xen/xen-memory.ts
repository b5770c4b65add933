import type {Memory, MemoryStat} from '../../source/sample.ts';
import type {StoreDomain} from '../xenstore/store-domain.ts';
import type {HypervisorDomain} from './hypervisor/hypervisor.ts';

/** Xen's balloon takes a target and tells nothing back: there are no statistics that a period could be set for. */
const periodRefusal = 'Xen has no balloon statistics';

/**
Sizes from the hypervisor, the target and the maximum from xenstore (memory/target, memory/static-max), what the guest
says of itself from where its agent writes it.

@param own this machine's view of itself, for Domain-0.
@param at monotonic seconds of the reading.
*/
export const xenMemory = (
	domain: HypervisorDomain | undefined,
	store: StoreDomain | undefined,
	own: readonly MemoryStat[] | undefined,
	at: number,
): Memory => {
	const sizes: Memory = {
		currentKiB: domain?.memoryKiB,
		maximumKiB: store?.maximumKiB ?? domain?.maximumKiB,
		targetKiB: store?.targetKiB,
		periodRefusal,
	};
	if (own && own.length > 0) {
		return {...sizes, balloon: 'present', statsAge: 0, stats: own};
	}

	const told = store?.memory;
	if (!told) {
		return {...sizes, reason: store ? 'the guest tells nothing' : 'xenstore tells nothing of it'};
	}

	return {
		...sizes,
		balloon: 'present',
		statsAge: Math.max(0, at - told.changedAt),
		stats: [
			{tag: 'unused', value: told.freeKiB},
			{tag: 'available', value: told.totalKiB},
		],
	};
};

import type {Memory, MemoryStat, MemoryTag} from '../../../source/model/sample.ts';
import type {StoreDomain, StoreMemory} from '../../xenstore/store-domain.ts';
import type {HypervisorDomain} from '../hypervisor/hypervisor.ts';
import {reasons} from './reasons.ts';

type Sizes = Pick<Memory, 'currentKiB' | 'maximumKiB'>;

const stat = (tag: MemoryTag, value: number | undefined): readonly MemoryStat[] =>
	value === undefined ? [] : [{tag, value}];

/** A guest's total and free size cannot exceed its domain's memory. Its used size can, as swapped-out memory counts too. */
const isImpossible = ({totalKiB = 0, freeKiB = 0}: StoreMemory, mostKiB: number): boolean =>
	Math.max(totalKiB, freeKiB) > mostKiB;

/** The guest's values under libvirt's tags. Where a guest reports only its used memory, the rest of its memory is unused. */
const guestStats = (memory: StoreMemory, {currentKiB}: Sizes): readonly MemoryStat[] => {
	const {totalKiB, freeKiB, usableKiB, cachesKiB, usedKiB} = memory;
	const isUse = freeKiB === undefined && usedKiB !== undefined && usedKiB <= (currentKiB ?? -1);
	const unused = isUse ? (currentKiB ?? 0) - usedKiB : freeKiB;
	return [
		...stat('unused', unused),
		...stat('available', totalKiB ?? (unused === undefined ? undefined : currentKiB)),
		...stat('usable', usableKiB),
		...stat('disk_caches', cachesKiB),
	];
};

/**
The memory of a domain. Its sizes come from the hypervisor, its target and maximum from xenstore (memory/target,
memory/static-max), its statistics from the nodes that the guest's agent writes. Where a guest does not report its total,
`available` is the most that the domain may have, as in libvirt's libxl driver.

@param own this machine's view of its own memory, for Domain-0.
@param at monotonic seconds of the reading.
*/
export const xenMemory = (
	domain: HypervisorDomain | undefined,
	store: StoreDomain | undefined,
	own: readonly MemoryStat[] | undefined,
	at: number,
): Memory => {
	const sizes = {
		currentKiB: domain?.memoryKiB,
		maximumKiB: store?.maximumKiB ?? domain?.maximumKiB,
		targetKiB: store?.targetKiB,
		// Xen's balloon takes a target and reports nothing back: there are no statistics whose period could be set.
		periodRefusal: reasons.noPeriod,
	};
	if (own && own.length > 0) {
		return {...sizes, balloon: 'present', statsAge: 0, stats: own};
	}

	const configured = stat('available', sizes.maximumKiB);
	const withoutStats = (reason: string): Memory => ({
		...sizes,
		reason,
		...(configured.length > 0 ? {stats: configured} : {}),
	});
	const published = store?.memory;
	if (!published) {
		return withoutStats(store ? reasons.silentGuest : reasons.notInStore);
	}

	const known = [sizes.currentKiB, store?.maximumKiB, domain?.maximumKiB].filter(
		(size) => size !== undefined,
	);
	if (known.length > 0 && isImpossible(published, Math.max(...known))) {
		return withoutStats(reasons.impossibleMemory);
	}

	const stats = guestStats(published, sizes);
	const isTotal = stats.some(({tag}) => tag === 'available');
	return stats.length === 0
		? withoutStats(sizes.currentKiB === undefined ? reasons.unknownMemory : reasons.excessiveUse)
		: {
				...sizes,
				balloon: 'present',
				[published.isFirst ? 'statsAgeAtLeast' : 'statsAge']: Math.max(0, at - published.changedAt),
				stats: isTotal ? stats : [...stats, ...configured],
			};
};

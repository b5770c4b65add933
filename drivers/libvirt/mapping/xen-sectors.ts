import {createStoreView, type StoreViewOptions} from '../../xenstore/create-store-view.ts';
import type {StoreDomain} from '../../xenstore/store-domain.ts';

/** The physical-sector-size of this machine's Xen disks, by which libvirt multiplied their sectors. */
export type XenSectors = {
	/** Resolves once all changes were read, or at the signal. Never rejects. */
	readonly refresh: (signal: AbortSignal) => Promise<void>;
	/** Bytes by the disk's name. Undefined: nothing is known of this domain. */
	readonly sizesOf: (domid: number) => ReadonlyMap<string, number> | undefined;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};

const sizesIn = ({disks}: StoreDomain): ReadonlyMap<string, number> | undefined =>
	disks &&
	new Map(
		disks.flatMap(({name, physicalSectorBytes}) =>
			name === undefined || physicalSectorBytes === undefined ? [] : [[name, physicalSectorBytes] as const],
		),
	);

/**
Reads xenstore as libvirt reads it (libxl_driver.c, libxlDomainBlockStatsVBD): the backend's physical-sector-size, and the
name that the disk was configured with.
*/
export const createXenSectors = (options: StoreViewOptions): XenSectors => {
	const store = createStoreView(options);
	return {
		refresh: store.refresh,
		sizesOf(domid) {
			const domain = store.domains().get(domid);
			return domain && sizesIn(domain);
		},
		close: store.close,
	};
};

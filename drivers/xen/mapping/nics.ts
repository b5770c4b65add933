import type {Nic} from '../../../source/model/sample.ts';
import type {StoreNic} from '../../xenstore/store-domain.ts';
import type {VifCounters} from '../backend/backend.ts';
import {reasons} from './reasons.ts';

/** What is known of a domain's NICs at one moment. */
export type NicParts = {
	/** Devids that dom0's kernel serves. */
	readonly vifs: readonly number[];
	/** Reads the interfaces of one NIC. */
	readonly readVif: (devid: number, storeName: string | undefined) => readonly VifCounters[];
	/** The NICs in xenstore. Undefined: xenstore cannot be read. */
	readonly stored: readonly StoreNic[] | undefined;
	/** Why the devices that dom0's kernel serves are unknown. Undefined: they are known. */
	readonly unlistedReason: string | undefined;
};

/** A domain's NICs by devid, each vif before its emulated twin. A NIC that a driver domain serves says so as its reason. */
export const xenNics = (domid: number, {vifs, readVif, stored, unlistedReason}: NicParts): readonly Nic[] => {
	const configured = new Map(stored?.map((nic) => [nic.devid, nic]));
	const served = new Set(vifs);
	const devids = [...new Set([...vifs, ...configured.keys()])].sort((one, other) => one - other);
	return devids.flatMap((devid): readonly Nic[] => {
		const nic = configured.get(devid);
		const mac = nic?.mac;
		if (served.has(devid)) {
			return readVif(devid, nic?.name).map((counters) => ({mac, ...counters}));
		}

		const from = nic?.backendDomain ?? 0;
		const here = unlistedReason ?? reasons.notServed;
		const reason = from === 0 ? here : `domain ${from}, a driver domain, serves it`;
		return [{name: nic?.name ?? `vif${domid}.${devid}`, mac, reason}];
	});
};

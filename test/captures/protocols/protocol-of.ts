import {libvirt} from './libvirt.ts';
import type {Protocol} from './protocol.ts';
import {qmp} from './qmp.ts';
import {xenstore} from './xenstore.ts';

/** The protocol of a conversation, by its first bytes of either side. Only QMP is text; only libvirt's length comes first. */
export const protocolOf = (first: Buffer): Protocol => {
	if (first[0] === 0x7b) {
		return qmp;
	}

	return first.length >= 8 && [0x20_00_80_86, 0x6b_65_65_70].includes(first.readUInt32BE(4))
		? libvirt
		: xenstore;
};

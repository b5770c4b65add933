import type {NicCounters} from '../../../source/model/sample.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import {type Readable, readFolder} from '../../linux/read-file.ts';
import {readNetDevices} from '../../linux/read-net-devices.ts';
import {rooted} from '../../linux/rooted.ts';
import type {DomainDevices, VifCounters} from './backend.ts';
import {createIncarnation, type Incarnation} from './incarnation.ts';
import {inodeOf} from './inode-of.ts';
import {notCounting} from './not-counting.ts';
import {deviceFolder} from './read-device-folder.ts';
import {createRememberedDevices} from './remembered-devices.ts';

export type VifReader = {
	/** Reads the counters of all interfaces; once a sample, before any `read`. @param at monotonic second of now. */
	readonly refresh: (at: number) => void;
	/**
	The interfaces of one NIC of a domain as the last refresh found them: the vif, and the tap of the emulated NIC if there
	is a tap.
	@param storeName `vifname` of the backend in xenstore.
	*/
	readonly read: (domid: number, devid: number, storeName?: string) => readonly VifCounters[];
	/** Forgets all vifs that are not among `devices`, wherever they were listed. */
	readonly keep: (devices: ReadonlyMap<number, DomainDevices>) => void;
};

/** What is remembered of a vif while it is there. */
type Vif = {
	readonly folder: string;
	readonly incarnation: Incarnation;
	readonly tapIncarnation: Incarnation;
	/** The kernel's name of the vif, and the inode and the list of names for which it is true. */
	named?: {readonly as: string; readonly inode: number; readonly names: string} | undefined;
};

const reasons = {
	absent: 'there is no /proc/net/dev',
	denied: '/proc/net/dev may not be read: permission denied',
	failed: '/proc/net/dev cannot be read',
} as const;

/** Netback sums these four over its rings; errors and drops are the interface's own (drivers/net/xen-netback/interface.c). */
const isUnused = ({receiveBytes, transmitBytes, receivePackets, transmitPackets}: NicCounters): boolean =>
	[receiveBytes, transmitBytes, receivePackets, transmitPackets].every((count) => count === 0);

/**
Reads the vifs of dom0, and the `-emu` taps of emulated NICs, in the guest's direction. A vif is found under its present
name, also after any rename: the kernel links the vif to its backend device (`vif-<domid>-<devid>/net`). Only where this
link cannot be read, the vif is looked for as xenstore's `vifname`, then as vif<domid>.<devid>. The bridge behind a vif
plays no part: an Open vSwitch has the same interfaces as ports. A refresh that finds the same list of interfaces looks
no name up again.
*/
export const createVifReader = (root: string): VifReader => {
	const vifs = createRememberedDevices(
		'vif',
		(name): Vif => ({
			folder: rooted(root, `${deviceFolder}/${name}`),
			incarnation: createIncarnation(),
			tapIncarnation: createIncarnation(),
		}),
	);
	let devices: Readable<ReadonlyMap<string, NicCounters>> = {refusal: 'absent'};
	let readAt = 0;
	/** All names in the kernel's order: every rename changes this text, even a rename that swaps two names. */
	let names = '';

	const countersOf = (name: string): NicCounters | undefined =>
		'value' in devices ? devices.value.get(name) : undefined;

	const kernelName = (vif: Vif, inode: number | undefined): string | undefined => {
		if (inode === undefined) {
			return undefined;
		}

		if (vif.named?.inode !== inode || vif.named.names !== names) {
			const found = readFolder(`${vif.folder}/net`);
			const as = 'value' in found ? found.value[0] : undefined;
			vif.named = as === undefined ? undefined : {as, inode, names};
		}

		return vif.named?.as;
	};

	const readVif = (vif: Vif, name: string, identity: string): VifCounters => {
		const counters = countersOf(name);
		const shown = cleanText(name);
		if (!counters) {
			const reason = 'value' in devices ? 'no such interface on this host' : reasons[devices.refusal];
			return {name: shown, reason};
		}

		const incarnation = vif.incarnation.next(identity, counters);
		const reason = isUnused(counters) ? notCounting(vif.folder) : undefined;
		return reason === undefined
			? {name: shown, ...counters, incarnation, at: readAt}
			: {name: shown, incarnation, reason};
	};

	return {
		refresh: (at) => {
			devices = readNetDevices(root);
			readAt = at;
			const now = 'value' in devices ? [...devices.value.keys()].join('\n') : '';
			// Keeps the string of before where it is equal: each vif compares the string.
			names = now === names ? names : now;
		},
		read: (domid, devid, storeName) => {
			const vif = vifs.recall(domid, devid);
			const inode = inodeOf(vif.folder);
			const usual = `vif${domid}.${devid}`;
			const stored = storeName !== undefined && countersOf(storeName) ? storeName : undefined;
			const name = kernelName(vif, inode) ?? stored ?? usual;
			const identity = String(inode ?? name);
			const nic = readVif(vif, name, identity);
			const tap = [`${name}-emu`, `${usual}-emu`, `tap${domid}.${devid}`].find(countersOf);
			const tapCounters = tap === undefined ? undefined : countersOf(tap);
			return tap === undefined || !tapCounters
				? [nic]
				: [
						nic,
						{
							name: cleanText(tap),
							...tapCounters,
							incarnation: vif.tapIncarnation.next(identity, tapCounters),
							at: readAt,
						},
					];
		},
		keep: vifs.keep,
	};
};

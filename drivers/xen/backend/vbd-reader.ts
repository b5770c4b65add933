import type {Clock} from '../../../source/async/clock.ts';
import type {CounterName, CounterTexts} from '../../../source/model/counters.ts';
import type {DiskCounters} from '../../../source/model/sample.ts';
import {rooted} from '../../linux/rooted.ts';
import type {DomainDevices, VbdCounters} from './backend.ts';
import {createHeldCounters, type HeldCounters} from './held-counters.ts';
import {createIncarnation, type Incarnation} from './incarnation.ts';
import {inodeOf} from './inode-of.ts';
import {notCounting} from './not-counting.ts';
import {type Count, createCountReader} from './read-count.ts';
import {deviceFolder} from './read-device-folder.ts';
import {createRememberedDevices} from './remembered-devices.ts';

export type VbdReader = {
	/** The present counters of a VBD, or the reason why there are none. Undefined: the VBD does not exist (any more). */
	readonly read: (domid: number, devid: number) => VbdCounters | undefined;
	/** Had the VBD no ring with its guest at its last reading, so that the kernel counts nothing? Reads it the first time. */
	readonly waits: (domid: number, devid: number) => boolean;
	/** Forgets all VBDs that are not among `devices`, and closes their files. */
	readonly keep: (devices: ReadonlyMap<number, DomainDevices>) => void;
	/** Closes all files. Idempotent. */
	readonly close: () => void;
};

/** Most files held open from refresh to refresh, those of some 70 VBDs: the kernel keeps a page for each of them. */
const heldFilesLimit = 512;

/** What is remembered of a VBD while it is there. */
type Vbd = {
	readonly folder: string;
	readonly files: readonly string[];
	readonly held: HeldCounters;
	/** The inode number of its entry when its counters were read by name. */
	inode?: number | undefined;
	readonly incarnation: Incarnation;
	counterBits: 32 | undefined;
	waits?: boolean;
};

/** The counters of blkback, and their files. */
const files: readonly (readonly [CounterName<'disk'>, string])[] = [
	['readRequests', 'rd_req'],
	['writeRequests', 'wr_req'],
	['flushRequests', 'f_req'],
	['discardRequests', 'ds_req'],
	['waitedRequests', 'oo_req'],
	['readSectors', 'rd_sect'],
	['writeSectors', 'wr_sect'],
];

/** Where each counter comes from, for the device page. */
export const vbdOrigins: CounterTexts<'disk'> = Object.fromEntries(
	files.map(([counter, file]) => [counter, `${file} of ${deviceFolder}/<vbd>/statistics`]),
);

const leastInt = -(2 ** 31);

/** Old kernels write an int with %d: a negative number is 2^32 short. */
const isShort = (count: Count): boolean => typeof count === 'number' && count < 0 && count >= leastInt;

const unsigned = (count: Count | undefined): number | undefined => {
	if (typeof count !== 'number' || count < leastInt) {
		return undefined;
	}

	return count < 0 ? count + 2 ** 32 : count;
};

const countersOf = (counts: readonly Count[]): DiskCounters => {
	const counters: Partial<Record<keyof DiskCounters, number>> = {};
	for (const [index, [counter]] of files.entries()) {
		const value = unsigned(counts[index]);
		if (value !== undefined) {
			counters[counter] = value;
		}
	}

	return counters;
};

const unreadable = {
	denied: 'permission denied',
	absent: 'the kernel keeps no counters of it',
	garbled: 'its counters are no numbers',
} as const;

/** The reasons that are worth a report, unlike the reason of a backend that does not count. */
export const unreadableReasons: ReadonlySet<string> = new Set(Object.values(unreadable));

/** Why there are no counters. Both undefined: there are counters. `waiting`: the reason is that the VBD has no ring. */
const reasonOf = (
	folder: string,
	counts: readonly Count[],
	counters: DiskCounters,
): {readonly reason?: string | undefined; readonly waiting?: string | undefined} => {
	const values = Object.values(counters);
	if (values.length > 0) {
		return values.every((value) => value === 0) ? {waiting: notCounting(folder)} : {};
	}

	if (counts.includes('denied')) {
		return {reason: unreadable.denied};
	}

	// The kernel makes the counters once it knows the device behind the disk, and takes them away before the disk goes.
	return counts.includes('absent')
		? {waiting: notCounting(folder), reason: unreadable.absent}
		: {reason: unreadable.garbled};
};

/**
Reads the VBDs of dom0 from sysfs: `rd_req wr_req f_req ds_req oo_req rd_sect wr_sect` of
drivers/block/xen-blkback/xenbus.c, sums over the rings, sectors of 512 bytes. In old kernels the counters are ints, and
f_req or ds_req may be missing. Counters start again with the device and with each ring that its frontend makes (which
changes the incarnation); 32-bit counters also wrap. All counters of a VBD are read at one moment, without waiting.
*/
export const createVbdReader = (root: string, clock: Pick<Clock, 'wall'>): VbdReader => {
	const reader = createCountReader();
	const world = {clock, reader, room: heldFilesLimit};
	const vbds = createRememberedDevices(
		'vbd',
		(name): Vbd => {
			const folder = rooted(root, `${deviceFolder}/${name}`);
			const paths = files.map(([, file]) => `${folder}/statistics/${file}`);
			return {
				folder,
				files: paths,
				held: createHeldCounters(world, `${folder}/statistics`, paths),
				incarnation: createIncarnation(),
				counterBits: undefined,
			};
		},
		({held}) => held.release(),
	);

	/** Undefined: the VBD is not there. */
	const readByName = (vbd: Vbd): readonly Count[] | undefined => {
		vbd.inode = inodeOf(vbd.folder);
		const counts = vbd.inode === undefined ? undefined : vbd.files.map(reader.read);
		// Where a file is missing, one more look tells why: this kernel has none, or the device vanished meanwhile.
		if (counts?.includes('absent') && inodeOf(vbd.folder) !== vbd.inode) {
			return undefined;
		}

		if (counts?.every((count) => typeof count === 'number')) {
			vbd.held.hold();
		}

		return counts;
	};

	const read: VbdReader['read'] = (domid, devid) => {
		const vbd = vbds.recall(domid, devid);
		const counts = vbd.held.read() ?? readByName(vbd);
		if (counts === undefined) {
			vbds.forget(domid, devid);
			return undefined;
		}

		if (counts.some(isShort)) {
			vbd.counterBits = 32;
		}

		const {folder, counterBits} = vbd;
		const counters = countersOf(counts);
		const incarnation = vbd.incarnation.next(String(vbd.inode), counters, counterBits);
		const {waiting, reason} = reasonOf(folder, counts, counters);
		vbd.waits = waiting !== undefined;
		const why = waiting ?? reason;
		return why === undefined ? {...counters, counterBits, incarnation} : {incarnation, reason: why};
	};

	return {
		read,
		waits: (domid, devid) => {
			const vbd = vbds.recall(domid, devid);
			if (vbd.waits === undefined) {
				read(domid, devid);
			}

			return vbd.waits ?? false;
		},
		keep: vbds.keep,
		close: () => {
			vbds.keep(new Map());
			world.room = 0;
		},
	};
};

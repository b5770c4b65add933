import type {Report} from '../report.ts';
import {diskOf, rowOf} from '../rows.ts';
import type {Dom0} from './dom0.ts';
import type {GuestConfig, GuestDisk} from './guest-config.ts';

/** Does the report have rates of all disks of these guests? */
export const hasRates =
	(...guests: readonly GuestConfig[]) =>
	(report: Report): boolean =>
		guests.every(
			(guest) =>
				rowOf(report, guest)?.cpuPercent !== undefined &&
				guest.disks.every(({name}) => diskOf(report, guest, name)?.writeBytesPerSecond !== undefined),
		);

/** Counters in blkback's own files. */
export type VbdFiles = Readonly<
	Record<'rd_req' | 'wr_req' | 'rd_sect' | 'wr_sect' | 'f_req' | 'ds_req' | 'oo_req', number>
>;

/** Reads blkback's files of a disk. Rejects if the kernel has no such device. */
export const readVbd = async (dom0: Dom0, domid: number, {devid}: GuestDisk): Promise<VbdFiles> => {
	const text = await dom0.run(`cd /sys/bus/xen-backend/devices/vbd-${domid}-${devid}/statistics && grep . *`);
	return Object.fromEntries(
		text.split('\n').map((line) => {
			const [name = '', value] = line.split(':');
			return [name, Number(value)];
		}),
	) as VbdFiles;
};

/** The disk's device in the guest's Linux: sde is xvde there, and hdd is xvdd. */
export const guestDevice = ({name}: GuestDisk): string => `/dev/${name.replace(/^(?:sd|hd)/, 'xvd')}`;

/** A shell line for the guest that writes and reads these numbers of blocks of 64 KiB past its page cache. */
export const moveBlocks = (disk: GuestDisk, written: number, read: number): string => {
	const device = guestDevice(disk);
	return [
		// The domain may find an attached disk later than domtop does, and dd would make a plain file of that name.
		`until [ -b ${device} ]; do usleep 50000; done`,
		`dd if=/dev/zero of=${device} bs=64k count=${written} oflag=direct 2> /dev/null`,
		`dd if=${device} of=/dev/null bs=64k count=${read} iflag=direct 2> /dev/null`,
	].join(' && ');
};

export const blockBytes = 64 * 1024;

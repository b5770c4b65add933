import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {missingCommands} from './find-command.ts';
import {labCache} from './lab-cache.ts';
import {packInitramfs} from './pack-initramfs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The files that a paced guest boots from. */
export type GuestImage = {readonly kernel: string; readonly initramfs: string};

/**
What is missing to boot paced guests with QEMU: a sentence for each thing, with what to do.
@param packages other commands that are needed: the Debian package of each, by command.
*/
export const guestImageNeeds = (
	environment: Environment,
	packages: Readonly<Record<string, string>> = {},
): readonly string[] => [
	...missingCommands(
		{
			'qemu-system-x86_64': 'qemu-system-x86',
			cpio: 'cpio',
			setpriv: 'util-linux',
			busybox: 'busybox-static',
			...packages,
		},
		environment,
	),
	...(existsSync(join(labCache(environment), 'kernel/vmlinuz'))
		? []
		: [`There is no kernel in ${labCache(environment)}: run \`node test/labs/fetch-kernel.ts\`.`]),
];

/**
Builds the image in this folder: Debian's kernel, and `guest-init.sh` as the only program.
@param devices does the guest know SCSI disks and memory that is plugged in, too?
*/
export const packGuestImage = (folder: string, devices = false): GuestImage => {
	const modules = join(labCache(process.env), 'kernel');
	const initramfs = join(folder, 'initramfs.cpio');
	packInitramfs({
		tree: join(folder, 'tree'),
		file: initramfs,
		init: join(import.meta.dirname, 'guest-init.sh'),
		programs: [
			'sh',
			'cat',
			'dd',
			'grep',
			'insmod',
			'ip',
			'mkfifo',
			'mount',
			'ping',
			'rm',
			'sed',
			'taskset',
			'usleep',
		],
		modules: [modules, ...(devices ? [join(modules, 'devices')] : [])],
	});
	return {kernel: join(modules, 'vmlinuz'), initramfs};
};

/** The line that `guest-init.sh` prints once it moves data at its rates. */
export const pacedLine = 'the guest is paced';

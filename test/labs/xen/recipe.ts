import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {labCache} from '../lab-cache.ts';

/** What dom0 has beyond Debian's smallest system; the tools of its hypervisor's version come with them. */
export const dom0Packages = [
	'bridge-utils',
	'iproute2',
	'iputils-ping',
	'kmod',
	'libstdc++6',
	'procps',
	'python3',
	'util-linux',
	'xenstore-utils',
] as const;

/** Kernel modules: what dom0 finds its root with, what it serves guests with, and what a guest needs. */
export const kernelModules = {
	boot: ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4'],
	dom0: [
		...['xen-evtchn', 'xen-gntdev', 'xen-gntalloc', 'xen-privcmd', 'xenfs', 'xen-blkback', 'xen-netback'],
		...['virtio_pci', 'virtio_console', 'loop', 'scsi_debug', 'sd_mod', 'bridge', 'tun'],
	],
	guest: ['xen-blkfront', 'xen-netfront'],
} as const;

/** What is built once and booted often: the files of a dom0 and of its guests. */
export type XenImage = {
	readonly folder: string;
	/** The hypervisor, as QEMU boots it: multiboot, not compressed. */
	readonly hypervisor: string;
	/** Linux for dom0, not compressed: that costs the emulated processor more than reading it. */
	readonly kernel: string;
	/** Debian with Xen's tools, Node and, in /boot, the guests' kernel. */
	readonly root: string;
	/** Folders of kernel modules in the order of loading. */
	readonly bootModules: string;
	readonly guestModules: string;
};

/** Where the image of this recipe is, or would be: another recipe or another Node has another folder. */
export const xenImage = (environment: Readonly<Record<string, string | undefined>>): XenImage => {
	const recipe = createHash('sha256').update(process.version);
	for (const name of ['recipe.ts', 'build-image.ts', 'debian-packages.ts', 'kernel-payload.ts']) {
		recipe.update(readFileSync(join(import.meta.dirname, name)));
	}

	const folder = join(labCache(environment), `xen-${recipe.digest('hex').slice(0, 12)}`);
	return imageIn(folder);
};

/** The image in a folder. */
export const imageIn = (folder: string): XenImage => ({
	folder,
	hypervisor: join(folder, 'xen'),
	kernel: join(folder, 'vmlinux'),
	root: join(folder, 'root.ext4'),
	bootModules: join(folder, 'boot-modules'),
	guestModules: join(folder, 'guest-modules'),
});

/** The Debian packages of the commands that building takes, by command. */
export const buildCommands = {
	'apt-get': 'apt',
	chroot: 'coreutils',
	debootstrap: 'debootstrap',
	depmod: 'kmod',
	dpkg: 'dpkg',
	mke2fs: 'e2fsprogs',
	modprobe: 'kmod',
	unshare: 'util-linux',
	xz: 'xz-utils',
} as const;

/** The same for booting. */
export const bootCommands = {
	busybox: 'busybox-static',
	cpio: 'cpio',
	'qemu-system-x86_64': 'qemu-system-x86',
	setpriv: 'util-linux',
} as const;

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {labCache} from '../lab-cache.ts';

/** Packages that dom0 has beyond Debian's smallest system. They bring the tools of its hypervisor's version. */
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

/** Kernel modules with which dom0 finds its root and serves guests, and modules that a guest needs. */
export const kernelModules = {
	boot: ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4'],
	dom0: [
		...['xen-evtchn', 'xen-gntdev', 'xen-gntalloc', 'xen-privcmd', 'xenfs', 'xen-blkback', 'xen-netback'],
		...['virtio_pci', 'virtio_console', 'loop', 'scsi_debug', 'sd_mod', 'bridge', 'tun'],
	],
	guest: ['xen-blkfront', 'xen-netfront'],
} as const;

/** The files of a dom0 and of its guests: built once and booted often. */
export type XenImage = {
	readonly folder: string;
	/** The hypervisor, as QEMU boots it: multiboot, not compressed. */
	readonly hypervisor: string;
	/** Linux for dom0, not compressed: decompression costs the emulated processor more than reading. */
	readonly kernel: string;
	/** Debian with Xen's tools, Node and, in /boot, the guests' kernel. */
	readonly root: string;
	/** Folders of kernel modules in the order of loading. */
	readonly bootModules: string;
	readonly guestModules: string;
};

/** The image of this recipe, built or not. Another recipe or another Node has another folder. */
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

/** The Debian packages of the commands that building needs, by command. */
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

/** The Debian packages of the commands that booting needs, by command. */
export const bootCommands = {
	busybox: 'busybox-static',
	cpio: 'cpio',
	'qemu-system-x86_64': 'qemu-system-x86',
	setpriv: 'util-linux',
} as const;

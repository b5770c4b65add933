import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/**
File systems that answer by themselves. On others – FUSE, NFS and the like – each look may wait for a server or for
another user's program, without end.
*/
const local = new Set(
	(
		'rootfs ramfs tmpfs devtmpfs ext2 ext3 ext4 xfs btrfs zfs bcachefs f2fs jfs nilfs2 reiserfs overlay aufs ecryptfs ' +
		'squashfs erofs iso9660 udf vfat exfat ntfs3 hfsplus minix proc sysfs devpts cgroup cgroup2 configfs debugfs ' +
		'tracefs securityfs selinuxfs pstore efivarfs bpf mqueue hugetlbfs nsfs'
	).split(' '),
);

const sizeLimit = 4 * 1024 * 1024;

/** Octal escapes of blanks and backslashes (fs/proc_namespace.c, mangle). */
const withoutEscapes = (path: string): string =>
	path.replaceAll(/\\([0-7]{3})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/**
Tells whether a path, absolute and without links, lies on a file system that answers by itself.
From /proc/<pid>/mountinfo (proc(5)), which asks no file system.

@param file whose view of the tree.
@returns always true where there is no such file, as in a captured tree; always false where it is too long to be true.
@throws ExhaustedError
*/
export const readLocalMounts = (root: string, file: string): ((path: string) => boolean) => {
	const text = readText(rooted(root, file));
	if (text === undefined) {
		return () => true;
	}

	if (text.length > sizeLimit) {
		return () => false;
	}

	const types = new Map<string, string>();
	for (const line of text.split('\n')) {
		const [, , , , place] = line.split(' ');
		const type = / - (\S+)/.exec(line)?.[1];
		if (place !== undefined && type !== undefined) {
			// The later one lies on top.
			types.set(withoutEscapes(place), type);
		}
	}

	return (path) => {
		let place = path;
		while (place !== '' && !types.has(place)) {
			place = place.slice(0, place.lastIndexOf('/'));
		}

		return local.has(types.get(place === '' ? '/' : place) ?? 'rootfs');
	};
};

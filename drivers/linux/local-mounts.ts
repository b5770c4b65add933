import {readSlices} from './read-slices.ts';
import {rooted} from './rooted.ts';

/**
Local file systems, which answer by themselves. On other file systems (FUSE, NFS) each look may wait without end for a
server or for another user's program.
*/
const local = new Set(
	(
		'rootfs ramfs tmpfs devtmpfs ext2 ext3 ext4 xfs btrfs zfs bcachefs f2fs jfs nilfs2 reiserfs overlay aufs ecryptfs ' +
		'squashfs erofs iso9660 udf vfat exfat ntfs3 hfsplus minix proc sysfs devpts cgroup cgroup2 configfs debugfs ' +
		'tracefs securityfs selinuxfs pstore efivarfs bpf mqueue hugetlbfs nsfs'
	).split(' '),
);

/** Local file systems whose files are the kernel's: a read of a file may wait, or change something. */
const ofKernel = new Set(
	(
		'proc sysfs devtmpfs devpts cgroup cgroup2 configfs debugfs tracefs securityfs selinuxfs pstore efivarfs bpf mqueue ' +
		'nsfs'
	).split(' '),
);

/** The list of mounts that this program sees. */
export const ownMounts = '/proc/self/mountinfo';

/** Limit of bytes read: some 30,000 mounts. */
const sizeLimit = 4 * 1024 * 1024;
const sliceBytes = 128 * 1024;

/** Octal escapes of blanks and backslashes (fs/proc_namespace.c, mangle). */
const withoutEscapes = (path: string): string =>
	path.replaceAll(/\\([0-7]{3})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** Tells what lies on a local file system, which answers by itself. */
export type LocalMounts = {
	/** Does a path, absolute and without links, lie on a local file system? */
	readonly hasPath: (path: string) => boolean;
	/** Is a mount local, by its id (`mnt_id` of /proc/<pid>/fdinfo)? A mount made since the reading is not known. */
	readonly hasMount: (id: string) => boolean;
};

const all: LocalMounts = {hasPath: () => true, hasMount: () => true};
const noMounts: LocalMounts = {hasPath: () => false, hasMount: () => false};

/**
Reads what lies on a local file system from /proc/<pid>/mountinfo (proc(5)), which asks no file system.

@param file the mountinfo of the process whose view of the tree counts.
@param forReading counts only file systems whose plain files may be read.
@returns Everything is local where the file does not exist, as in a captured tree. Nothing is local where the file is too
long to be true: a user may make a hundred thousand mounts, each of some KiB, in his own namespace. Nothing is local
where the file does not list `/` either: its process may have any folder as `/`.
@throws ExhaustedError
*/
export const readLocalMounts = async (
	root: string,
	file: string,
	{forReading = false} = {},
): Promise<LocalMounts> => {
	const isFit = (type: string): boolean => local.has(type) && !(forReading && ofKernel.has(type));
	const decoder = new TextDecoder();
	const types = new Map<string, string>();
	const mounts = new Set<string>();
	const take = (line: string): void => {
		const [id = '', , , , place] = line.split(' ');
		const type = / - (\S+)/.exec(line)?.[1];
		if (place !== undefined && type !== undefined) {
			// A later mount lies on top.
			types.set(withoutEscapes(place), type);
			if (isFit(type)) {
				mounts.add(id);
			}
		}
	};

	let rest = '';
	let size = 0;
	for await (const slice of readSlices(rooted(root, file), sliceBytes)) {
		size += slice.length;
		if (size > sizeLimit) {
			return noMounts;
		}

		const lines = (rest + decoder.decode(slice, {stream: true})).split('\n');
		rest = lines.pop() ?? '';
		lines.forEach(take);
	}

	if (size === 0) {
		return all;
	}

	// In a chroot of its own this program's list has no `/`.
	if (!types.has('/') && file !== ownMounts) {
		return noMounts;
	}

	return {
		hasPath: (path) => {
			let place = path;
			while (place !== '' && !types.has(place)) {
				place = place.slice(0, place.lastIndexOf('/'));
			}

			return isFit(types.get(place === '' ? '/' : place) ?? 'rootfs');
		},
		hasMount: (id) => mounts.has(id),
	};
};

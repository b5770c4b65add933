import {readLink} from './read-file.ts';
import {rooted} from './rooted.ts';

/** Does a process see another tree of files than this program (mount_namespaces(7))? False also where we may not look. */
export const hasOtherMounts = (root: string, pid: number): boolean => {
	const [own, other] = ['self', pid].map((process) => readLink(rooted(root, `/proc/${process}/ns/mnt`)));
	return (
		own !== undefined &&
		other !== undefined &&
		'value' in own &&
		'value' in other &&
		own.value !== other.value
	);
};

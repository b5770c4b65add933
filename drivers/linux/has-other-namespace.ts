import {readLink} from './read-file.ts';
import {rooted} from './rooted.ts';

/**
Is a process in another namespace than this program (namespaces(7)): does it see other mounts, or another network? False
also where we may not look.
*/
export const hasOtherNamespace = (root: string, pid: number, kind: 'mnt' | 'net'): boolean => {
	const [own, other] = ['self', pid].map((process) => readLink(rooted(root, `/proc/${process}/ns/${kind}`)));
	return (
		own !== undefined &&
		other !== undefined &&
		'value' in own &&
		'value' in other &&
		own.value !== other.value
	);
};

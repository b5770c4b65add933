import {lstatSync} from 'node:fs';

/**
The inode number of a device's entry in sysfs. The kernel gives a new number when the device is created again
(fs/kernfs/dir.c); a kernel before 4.14 may reuse a freed number. Undefined: the entry does not exist, or we may not look.
*/
export const inodeOf = (path: string): number | undefined => {
	try {
		return lstatSync(path, {throwIfNoEntry: false})?.ino;
	} catch {
		return undefined;
	}
};

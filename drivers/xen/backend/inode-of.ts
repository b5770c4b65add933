import {lstatSync} from 'node:fs';

/**
The inode number of a device's entry in sysfs: the kernel gives a new one when the device is made anew (fs/kernfs/dir.c;
before 4.14 it may be one that was free again). Absent: it is not there, or we may not look.
*/
export const inodeOf = (path: string): number | undefined => {
	try {
		return lstatSync(path, {throwIfNoEntry: false})?.ino;
	} catch {
		return undefined;
	}
};

import {readText} from '../../linux/read-file.ts';

/** The state in which frontend and backend have a ring between them (include/xen/interface/io/xenbus.h). */
const connected = 'Connected';

/**
Why a device counts nothing although it has counters: without a ring the kernel shows 0 for each counter, which is no
count. A domain that ended and is preserved, and a disk that the guest did not take, stay in this state. Undefined: the
device is connected, or its state cannot be read.
@param folder of the device in sysfs.
*/
export const notCounting = (folder: string): string | undefined => {
	const state = /^[A-Za-z]{1,32}$/.exec(readText(`${folder}/state`)?.trim() ?? '')?.[0];
	return state === undefined || state === connected ? undefined : `its backend is ${state}: nothing counts`;
};

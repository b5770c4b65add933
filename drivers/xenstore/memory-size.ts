import {knownNumber} from '../../source/model/known-count.ts';

/** The hypervisor's max_pages is 32 bits wide, with all bits set where there is no limit; a page is 4 KiB. */
const noLimitKiB = (2 ** 32 - 1) * 4;
const largestKiB = 2 ** 50;

/** A size of memory in KiB, as the hypervisor says it and libxl writes it. Undefined: unknown, or no limit. */
export const memorySize = (value: unknown): number | undefined => {
	const size = knownNumber(value);
	return size === undefined || size >= largestKiB || size === noLimitKiB ? undefined : size;
};

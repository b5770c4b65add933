import {growth} from '../../../source/model/rate.ts';

type Counters = Readonly<Record<string, number | undefined>>;

/** One device as it is detached and attached, and as its frontend connects anew. */
export type Incarnation = {
	/**
	Takes the present counters, and tells which incarnation they belong to.
	@param identity changes when the device is made anew: the inode number of its entry in sysfs.
	@param counterBits the width of the counters where they wrap.
	*/
	readonly next: (identity: string, counters: Counters, counterBits?: 32 | undefined) => string;
};

/** Not a wrap, nor unknown on either side. */
const fell = (before: number | undefined, now: number | undefined, bits: 32 | undefined): boolean =>
	before !== undefined && now !== undefined && growth(before, now, bits) === undefined;

/**
The counters of a backend lie in the ring of its frontend and go with it: when one of them fell, all of them began anew,
also those that are past their old value already.
*/
export const createIncarnation = (): Incarnation => {
	let last: Counters = {};
	let epoch = 0;

	return {
		next: (identity, counters, counterBits) => {
			if (Object.keys(counters).some((name) => fell(last[name], counters[name], counterBits))) {
				epoch += 1;
			}

			last = {...last, ...counters};
			return `${identity}.${epoch}`;
		},
	};
};

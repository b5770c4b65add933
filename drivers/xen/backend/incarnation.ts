import {growth} from '../../../source/model/rate.ts';

type Counters = Readonly<Record<string, number | undefined>>;

/** The incarnations of one device: a new one begins when the device is attached again, or its frontend reconnects. */
export type Incarnation = {
	/**
	Takes the present counters and returns the incarnation that they belong to.
	@param identity changes when the device is created again, like the inode number of its entry in sysfs.
	@param counterBits the width of the counters where they wrap.
	*/
	readonly next: (identity: string, counters: Counters, counterBits?: 32 | undefined) => string;
};

/** Did a counter fall? A wrap is no fall, and neither is a value that is unknown before or now. */
const fell = (before: number | undefined, now: number | undefined, bits: 32 | undefined): boolean =>
	before !== undefined && now !== undefined && growth(before, now, bits) === undefined;

/**
The counters of a backend belong to the ring of its frontend and end with the ring. When one counter fell, all counters
started again, even counters that have passed their old value already.
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

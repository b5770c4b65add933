/** Chance that is the same for the same seed and the same place, whatever was drawn for the places before. */
export type Chance = {
	/** From 0 up to, but not, 1. */
	readonly unit: () => number;
	/** A whole number from 0 up to, but not, the limit. */
	readonly below: (limit: number) => number;
	readonly happens: (probability: number) => boolean;
	/** @throws where the list is empty. */
	readonly pick: <Value>(list: readonly Value[]) => Value;
	/** How big the input at this place is to be: mostly small, one in a hundred some KB, one in 2500 up to the limit. */
	readonly size: (limit: number) => number;
};

/** Places of the middle-sized and of the biggest inputs: a round of some hundred has one of the biggest. */
const middle = {every: 100, at: 33, least: 400, most: 16_384};
const biggest = {every: 2500, at: 77};

/** sfc32 of PractRand, seeded by two numbers. */
const createNumbers = (seed: number, place: number): (() => number) => {
	let [a, b, c, counter] = [seed | 0, place | 0, 0x9e_37_79_b9 | 0, 1];
	const next = (): number => {
		const result = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + result) | 0;
		return (result >>> 0) / 2 ** 32;
	};

	for (let round = 0; round < 12; round += 1) {
		next();
	}

	return next;
};

/** @param place number of the input within its campaign. */
export const createChance = (seed: number, place: number): Chance => {
	const unit = createNumbers(seed, place);
	const below = (limit: number): number => Math.floor(unit() * limit);
	return {
		unit,
		below,
		happens: (probability) => unit() < probability,
		pick: (list) => {
			if (list.length === 0) {
				throw new Error('There is nothing to pick.');
			}

			return list[below(list.length)] as (typeof list)[number];
		},
		size: (limit) => {
			if (place % biggest.every === biggest.at) {
				// Half of them as big as may be.
				return unit() < 0.5 ? limit : Math.floor(limit ** (0.7 + 0.3 * unit()));
			}

			const [least, most] = place % middle.every === middle.at ? [middle.least, middle.most] : [0, 300];
			return Math.min(limit, least + below(most - least));
		},
	};
};

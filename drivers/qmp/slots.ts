/** A bound of what is under way at once. */
export type Slots = {
	/** Resolves when there is room, in the order of asking, to what gives the room back. */
	readonly acquire: () => Promise<() => void>;
	/** Is nothing under way? */
	readonly isFree: () => boolean;
};

export const createSlots = (limit: number): Slots => {
	const queue: (() => void)[] = [];
	let taken = 0;

	const release = () => {
		const next = queue.shift();
		if (next) {
			next();
		} else {
			taken -= 1;
		}
	};

	return {
		acquire: async () => {
			if (taken < limit) {
				taken += 1;
			} else {
				await new Promise<void>((resolve) => {
					queue.push(resolve);
				});
			}

			return release;
		},
		isFree: () => taken === 0,
	};
};

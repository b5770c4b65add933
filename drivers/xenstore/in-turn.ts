/** Does a job for each item, so many at once, in their order. Rejects with the first failure and begins no more then. */
export const inTurn = async <Item>(
	items: readonly Item[],
	limit: number,
	job: (item: Item) => Promise<void>,
): Promise<void> => {
	const queue = items.values();
	let hasFailed = false;

	const work = async () => {
		for (const item of queue) {
			if (hasFailed) {
				return;
			}

			try {
				await job(item);
			} catch (error) {
				hasFailed = true;
				throw error;
			}
		}
	};

	await Promise.all(Array.from({length: limit}, work));
};

/** Does one job after another, in the order they came; one that fails does not hold up the next. */
export const createTurns = (): (<Result>(job: () => Promise<Result>) => Promise<Result>) => {
	let last: Promise<unknown> = Promise.resolve();
	return (job) => {
		const mine = last.then(job);
		last = mine.catch(() => {});
		return mine;
	};
};

/** Bounds how many jobs run at once. */
export type Limit = {
	/**
	Runs a job when there is room, in the order of asking: at once where there is room now. Settles as the job does. The
	room is free again however the job ends.
	@param signal removes a job that still waits. It does nothing to a job that has started.
	@throws what the job throws, or the signal's reason where the signal fired before the job started.
	*/
	<Result>(job: () => Result | PromiseLike<Result>, signal?: AbortSignal): Promise<Result>;
	/** Number of jobs that have started and not ended. */
	readonly running: () => number;
};

/** @param count how many jobs may run at once, at least 1. */
export const createLimit = (count: number): Limit => {
	const waiting = new Set<() => void>();
	let running = 0;

	/** Resolves once another job has left its room to this one. */
	const waitForRoom = (signal: AbortSignal | undefined): Promise<void> =>
		new Promise((resolve, reject) => {
			const start = () => {
				signal?.removeEventListener('abort', leave);
				resolve();
			};

			const leave = () => {
				waiting.delete(start);
				reject(signal?.reason);
			};

			waiting.add(start);
			signal?.addEventListener('abort', leave, {once: true});
		});

	const release = (): void => {
		const [next] = waiting;
		if (next) {
			// The room passes on without being free meanwhile, so that no later job takes it.
			waiting.delete(next);
			next();
		} else {
			running -= 1;
		}
	};

	const limit = async <Result>(
		job: () => Result | PromiseLike<Result>,
		signal?: AbortSignal,
	): Promise<Result> => {
		signal?.throwIfAborted();
		if (running < count) {
			running += 1;
		} else {
			await waitForRoom(signal);
		}

		try {
			return await job();
		} finally {
			release();
		}
	};

	return Object.assign(limit, {running: () => running});
};

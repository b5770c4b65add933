/** Waits for work, but not beyond the signal: the work goes on then. Rejects where it does; leaves nothing with the signal. */
export const orAborted = async (work: Promise<unknown>, signal: AbortSignal): Promise<void> => {
	let stop = () => {};
	const aborted = new Promise<void>((resolve) => {
		stop = resolve;
	});
	signal.addEventListener('abort', stop);
	if (signal.aborted) {
		stop();
	}

	try {
		await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
};

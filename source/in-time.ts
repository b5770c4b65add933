/** Milliseconds that a way out may wait for a terminal or a hypervisor that is gone. */
const patience = 1000;

/** Waits for the end of some work, but not long, whatever comes of it. */
export const inTime = (work: Promise<unknown>): Promise<unknown> =>
	Promise.race([work.catch(() => {}), new Promise((resolve) => setTimeout(resolve, patience).unref())]);

/** Skips the running test, and prints why: the default reporter does not print reasons. */
export const skipBecause = (skip: (reason: string) => void, reason: string): void => {
	console.log(`skipped: ${reason}`);
	skip(reason);
};

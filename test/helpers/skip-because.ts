/** Skips the test that is running, and prints why: the default reporter keeps reasons to itself. */
export const skipBecause = (skip: (reason: string) => void, reason: string): void => {
	console.log(`skipped: ${reason}`);
	skip(reason);
};

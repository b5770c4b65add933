/** Lets the event loop do what waits, so that a long work is done in slices. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

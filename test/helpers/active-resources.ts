import {setTimeout as pause} from 'node:timers/promises';

/** How many of each kind keep the process alive: sockets, pipes, children, timers. */
export type ActiveResources = ReadonlyMap<string, number>;

/** Work that ends by itself in the present turn of the event loop. */
const passing = new Set(['Immediate', 'TickObject', 'Microtask']);

export const activeResources = (): ActiveResources => {
	const counts = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) {
		if (!passing.has(kind)) {
			counts.set(kind, (counts.get(kind) ?? 0) + 1);
		}
	}

	return counts;
};

const closeTimeoutMilliseconds = 20_000;
const pollMilliseconds = 10;

/**
Resources that were not there before, after closing resources had time to close.
@returns one line for each kind; empty when nothing is left behind.
*/
export const leftBehind = async (before: ActiveResources): Promise<readonly string[]> => {
	for (let waited = 0; ; waited += pollMilliseconds) {
		const more = [...activeResources()]
			.filter(([kind, count]) => count > (before.get(kind) ?? 0))
			.map(([kind, count]) => `${kind}: ${before.get(kind) ?? 0} before, ${count} after`);
		if (more.length === 0 || waited >= closeTimeoutMilliseconds) {
			return more;
		}

		await pause(pollMilliseconds);
	}
};

import type {Clock} from './clock.ts';

/**
Waits for all of some work, as long as one of them settles every so many seconds: what hangs is left behind, and a long
queue is waited for. Never rejects.
*/
export const settledWhileMoving = async (
	work: readonly Promise<unknown>[],
	clock: Clock,
	seconds: number,
): Promise<void> => {
	let settled = 0;
	const finished = new AbortController();
	const note = () => {
		settled += 1;
	};
	const all = Promise.all(work.map((one) => one.then(note, note))).then(() => finished.abort());
	for (let before = -1; before < settled && !finished.signal.aborted; ) {
		before = settled;
		await Promise.race([all, clock.sleep(seconds, finished.signal)]);
	}
};

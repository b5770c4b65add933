import {untilAborted} from '../../../source/async/wait.ts';

/** A question that outlives those who wait for its answer. */
export type Question<Answer> = {
	/**
	Asks, where nothing is being asked, and waits for the answer or the signal.
	@returns the newest answer that nobody took yet; absent: there is none yet.
	*/
	readonly wait: (detailed: boolean, signal: AbortSignal) => Promise<Answer | undefined>;
};

/** @param ask never rejects; one at a time. */
export const createQuestion = <Answer>(ask: (detailed: boolean) => Promise<Answer>): Question<Answer> => {
	let outstanding: {readonly detailed: boolean; readonly work: Promise<void>} | undefined;
	let answer: Answer | undefined;

	const begin = (detailed: boolean): Promise<void> => {
		const work = ask(detailed).then((value) => {
			answer = value;
			outstanding = undefined;
		});
		outstanding = {detailed, work};
		return work;
	};

	return {
		wait: async (detailed, signal) => {
			const isPlain = detailed && outstanding?.detailed === false;
			await untilAborted(outstanding?.work ?? begin(detailed), signal);
			// What was asked before the details were wanted has none.
			if (isPlain && !signal.aborted && !outstanding) {
				await untilAborted(begin(detailed), signal);
			}

			const newest = answer;
			answer = undefined;
			return newest;
		},
	};
};

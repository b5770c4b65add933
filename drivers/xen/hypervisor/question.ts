import {untilAborted} from '../../../source/async/wait.ts';

/** A question that goes on after its callers have stopped waiting. */
export type Question<Answer> = {
	/**
	Asks, unless a question is in flight, and waits for the answer or the signal.
	@returns the newest answer that no call has taken yet. Undefined: there is no answer yet.
	*/
	readonly wait: (detailed: boolean, signal: AbortSignal) => Promise<Answer | undefined>;
};

/** @param ask never rejects; one call at a time. */
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
			// The question in flight was asked without details, so its answer has none.
			if (isPlain && !signal.aborted && !outstanding) {
				await untilAborted(begin(detailed), signal);
			}

			const newest = answer;
			answer = undefined;
			return newest;
		},
	};
};

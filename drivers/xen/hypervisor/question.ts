import {untilAborted} from '../../../source/async/wait.ts';

/** A question that goes on after its callers have stopped waiting. */
export type Question<Answer> = {
	/**
	Asks, unless a question is in flight, and waits for the answer or the signal.
	@returns the newest answer that no call has taken yet. Undefined: there is no answer yet.
	*/
	readonly wait: (signal: AbortSignal) => Promise<Answer | undefined>;
};

/** @param ask never rejects; one call at a time. */
export const createQuestion = <Answer>(ask: () => Promise<Answer>): Question<Answer> => {
	let outstanding: Promise<void> | undefined;
	let answer: Answer | undefined;

	const begin = (): Promise<void> =>
		ask().then((value) => {
			answer = value;
			outstanding = undefined;
		});

	return {
		wait: async (signal) => {
			outstanding ??= begin();
			await untilAborted(outstanding, signal);
			const newest = answer;
			answer = undefined;
			return newest;
		},
	};
};

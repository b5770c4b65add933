import type {TerminalWriter} from './terminal-writer.ts';

/** Whose keys are they? */
export type Keyboard = {
	/** Gives lines, echo and signals back to the terminal, and reads nothing. */
	readonly rest: () => void;
	/**
	Takes each key as it is typed. In the background the kernel stops the program here, until it is fetched. Resolves when
	what was typed for others is thrown away.
	*/
	readonly take: () => Promise<void>;
};

/** Gives the terminal to somebody else until the promise settles; nothing, where it is given already. */
export type TerminalLender = (meanwhile: () => Promise<void>) => Promise<void>;

/** @param others are told before and after: what is not needed meanwhile rests. */
export const createTerminalLender = (
	writer: Pick<TerminalWriter, 'take' | 'release'>,
	keyboard: Keyboard,
	others: {readonly onGone: () => void; readonly onBack: () => void},
): TerminalLender => {
	let lent = false;
	return async (meanwhile) => {
		if (lent) {
			return;
		}

		lent = true;
		others.onGone();
		try {
			await writer.release();
			keyboard.rest();
			await meanwhile();
			await keyboard.take();
			writer.take();
		} finally {
			lent = false;
			others.onBack();
		}
	};
};

import type {TerminalWriter} from './terminal-writer.ts';

/** The keyboard, which is given away and taken back with the terminal. */
export type Keyboard = {
	/** Gives lines, echo and signals back to the terminal, and reads nothing. */
	readonly rest: () => void;
	/**
	Takes each key as it is typed. In the background the kernel stops the program here, until it is in the foreground.
	Resolves when input that was typed for other programs is thrown away.
	*/
	readonly take: () => Promise<void>;
};

/** Hands the terminal over to another program until the promise settles; does nothing where it is handed over already. */
export type TerminalHandover = (meanwhile: () => Promise<void>) => Promise<void>;

/** @param others is told before and after, so that work that is not needed meanwhile pauses. */
export const createTerminalHandover = (
	writer: Pick<TerminalWriter, 'take' | 'release'>,
	keyboard: Keyboard,
	others: {readonly onGone: () => void; readonly onBack: () => void},
): TerminalHandover => {
	let isHandedOver = false;
	return async (meanwhile) => {
		if (isHandedOver) {
			return;
		}

		isHandedOver = true;
		others.onGone();
		try {
			await writer.release();
			keyboard.rest();
			await meanwhile();
			await keyboard.take();
			writer.take();
		} finally {
			isHandedOver = false;
			others.onBack();
		}
	};
};

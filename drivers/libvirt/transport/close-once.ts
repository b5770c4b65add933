/** The one end of a stream. The end may come before there is a listener. */
export type CloseOnce = {
	readonly hasEnded: () => boolean;
	/** Ends the stream. Only the first reason counts. */
	readonly end: (reason: Error) => void;
	/** Sets the listener. It is called at once where the stream has ended. */
	readonly onEnd: (take: (reason: Error) => void) => void;
};

export const createCloseOnce = (): CloseOnce => {
	let reason: Error | undefined;
	let take: ((reason: Error) => void) | undefined;
	return {
		hasEnded: () => reason !== undefined,
		end: (what) => {
			if (reason === undefined) {
				reason = what;
				take?.(what);
			}
		},
		onEnd: (onEnd) => {
			take = onEnd;
			if (reason !== undefined) {
				onEnd(reason);
			}
		},
	};
};

/** The one end of a link, which may come before anybody listens. */
export type CloseOnce = {
	readonly hasEnded: () => boolean;
	/** Only the first reason counts. */
	readonly end: (reason: Error) => void;
	/** Called at once where it has ended. */
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

import type {ProblemReport} from '../../../source/model/sample.ts';
import type {StatisticsEvent} from '../statistics/block.ts';

/** One subscription: a child `prlctl statistics --all --loop`. */
export type StatisticsFeed = {
	/** Ends the child: closes its standard input, then sends signals. Idempotent; resolves when the child is gone. */
	readonly close: () => Promise<void>;
};

export type FeedListener = {
	readonly onEvent: (event: StatisticsEvent) => void;
	/** A problem that does not end the feed: events come in bursts, as stdbuf is missing. */
	readonly onTrouble: (report: ProblemReport) => void;
	/** Called once: the feed ended by itself, or its service fell silent. Never called after `close`. */
	readonly onEnd: (report: ProblemReport) => void;
};

/** Subscribes. Never throws: failures are passed to `onEnd`. */
export type OpenFeed = (listener: FeedListener) => StatisticsFeed;

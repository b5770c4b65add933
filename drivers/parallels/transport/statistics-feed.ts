import type {ProblemReport} from '../../../source/model/sample.ts';
import type {StatisticsEvent} from '../statistics/block.ts';

/** One subscription: a child `prlctl statistics --all --loop`. */
export type StatisticsFeed = {
	/** Ends it: its standard input is closed, then signals. Idempotent; resolves when the child is gone. */
	readonly close: () => Promise<void>;
};

export type FeedListener = {
	readonly onEvent: (event: StatisticsEvent) => void;
	/** Something is not as it should be, but it goes on: events come in bursts, as stdbuf is missing. */
	readonly onTrouble: (report: ProblemReport) => void;
	/** Once: it ended by itself, or its service fell silent; not after `close`. */
	readonly onEnd: (report: ProblemReport) => void;
};

/** Subscribes; never throws: what fails is told to `onEnd`. */
export type OpenFeed = (listener: FeedListener) => StatisticsFeed;

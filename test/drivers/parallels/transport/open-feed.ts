import {onTestFinished} from 'vitest';
import type {StatisticsEvent} from '../../../../drivers/parallels/statistics/block.ts';
import {createFeedOpener} from '../../../../drivers/parallels/transport/create-feed-opener.ts';
import type {StatisticsFeed} from '../../../../drivers/parallels/transport/statistics-feed.ts';
import type {Clock} from '../../../../source/async/clock.ts';
import {deferred} from '../../../../source/async/wait.ts';
import type {ProblemReport} from '../../../../source/model/sample.ts';
import type {Spawn} from '../../../../source/process/spawn.ts';
import {createSlowClock} from '../../../helpers/slow-clock.ts';

export type OpenedFeed = {
	readonly feed: StatisticsFeed;
	readonly events: readonly StatisticsEvent[];
	readonly troubles: readonly ProblemReport[];
	readonly ends: readonly ProblemReport[];
	/** The next event for which it holds. */
	readonly event: (holds?: (event: StatisticsEvent) => boolean) => Promise<StatisticsEvent>;
	readonly ended: Promise<ProblemReport>;
};

/** A feed that is closed when the test ends. */
export const openFeed = ({
	spawn,
	clock = createSlowClock(),
}: {
	readonly spawn: Spawn;
	readonly clock?: Clock;
}): OpenedFeed => {
	const events: StatisticsEvent[] = [];
	const troubles: ProblemReport[] = [];
	const ends: ProblemReport[] = [];
	const {promise: ended, resolve: end} = deferred<ProblemReport>();
	const waiting = new Set<(event: StatisticsEvent) => void>();
	const feed = createFeedOpener({spawn, clock})({
		onEvent: (event) => {
			events.push(event);
			for (const take of waiting) {
				take(event);
			}
		},
		onTrouble: (report) => troubles.push(report),
		onEnd: (report) => {
			ends.push(report);
			end(report);
		},
	});
	onTestFinished(() => feed.close());
	return {
		feed,
		events,
		troubles,
		ends,
		ended,
		event: (holds = () => true) => {
			const {promise, resolve} = deferred<StatisticsEvent>();
			const take = (event: StatisticsEvent) => {
				if (holds(event)) {
					waiting.delete(take);
					resolve(event);
				}
			};
			waiting.add(take);
			return promise;
		},
	};
};

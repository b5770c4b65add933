import type {Clock} from '../../../source/clock.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Collector} from './collector.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch, type Outcome} from './flight.ts';
import {landedWithin} from './landed-within.ts';
import type {Questions} from './questions.ts';
import type {Suspects} from './suspects.ts';

/** How soon they are asked once more, and how long that may take, seconds. */
const moment = 0.05;
const patience = 0.3;

export type RepeatWorld = {
	readonly clock: Clock;
	readonly line: DaemonLine;
	readonly suspects: Suspects;
	readonly questions: Questions;
	readonly collector: Collector;
};

/** Another client's question holds a domain for a moment only: those that came in part are asked once more, at once. */
export const repeatHeld = async (
	{clock, line, suspects, questions, collector}: RepeatWorld,
	landed: Outcome<readonly StatsRecord[]>,
	signal: AbortSignal,
): Promise<void> => {
	const records = 'answer' in landed ? landed.answer : [];
	const held = records.filter((record) => questions.extentOf(record) === 'held');
	if (held.length === 0 || line.remote().freeSlots() < 2) {
		return;
	}

	await clock.sleep(moment, signal);
	const again = launch(clock, () => questions.bulk(held.map(({domain}) => domain)));
	const answer = await landedWithin(clock, again, patience, signal);
	if (!answer) {
		suspects.leave(again);
	} else if ('answer' in answer) {
		collector.take(answer);
	}
};

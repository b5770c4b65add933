import type {Clock} from '../../../source/clock.ts';
import {type Attempts, createAttempts} from '../../qmp/attempts.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Extent} from './answers.ts';
import type {Flight} from './flight.ts';

/**
Domains that kept an answer from coming: asked by themselves, with growing pauses, until one answers in full, or comes back
in part at once while nothing of ours hangs: then something else holds it, and asking it holds up nobody.
*/
export type Suspects = {
	readonly has: (uuid: string) => boolean;
	readonly all: () => readonly string[];
	/** It held up an answer, or came back in part again. */
	readonly accuse: (uuid: string) => void;
	/** It answered in full, or is gone. */
	readonly clear: (uuid: string) => void;
	/** Those whose pause is over. */
	readonly due: () => readonly string[];
	/** What lands late has no numbers of now, but it tells that whoever held it up goes on. */
	readonly leave: (late: Flight<readonly StatsRecord[]>) => void;
	/** How many questions nobody waits for any more are still under way. */
	readonly left: () => number;
};

const pauses = {first: 2, last: 30};
/** An answer came at once, seconds: nobody was waited for. */
const quick = 1;

export const createSuspects = (clock: Clock, extentOf: (record: StatsRecord) => Extent): Suspects => {
	const suspects = new Map<string, Attempts>();
	let left = 0;

	const clear = (uuid: string): void => void suspects.delete(uuid);

	return {
		has: (uuid) => suspects.has(uuid),
		all: () => [...suspects.keys()],
		accuse(uuid) {
			const attempts = suspects.get(uuid) ?? createAttempts(clock, pauses);
			attempts.failed();
			suspects.set(uuid, attempts);
		},
		clear,
		due: () => [...suspects].filter(([, attempts]) => attempts.isDue()).map(([uuid]) => uuid),
		leave(late) {
			left += 1;
			void late.landed.then((outcome) => {
				left -= 1;
				const isHarmless = left === 0 && outcome.took < quick;
				for (const record of 'answer' in outcome ? outcome.answer : []) {
					if (isHarmless || extentOf(record) !== 'held') {
						clear(record.domain.uuid);
					}
				}
			});
		},
		left: () => left,
	};
};

import type {Clock} from '../../../source/clock.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Collector} from './collector.ts';
import type {DaemonLine} from './daemon-line.ts';
import {type Flight, launch, type Outcome} from './flight.ts';
import {landedWithin} from './landed-within.ts';
import type {Questions} from './questions.ts';
import type {Suspects} from './suspects.ts';

/** Questions about one domain each. */
export type SingleQuestions = {
	/**
	Asks domain after domain, a few at a time: who does not answer is a suspect, and the others are read. Begins where the
	last round ended, and ends by the signal, or after so many. @returns those whose turn came, by uuid.
	*/
	readonly round: (
		domains: readonly RemoteDomain[],
		collector: Collector,
		signal: AbortSignal,
		limit?: number,
	) => Promise<ReadonlySet<string>>;
	/** Asks suspects whose pause is over, and of whom no question is open; nobody waits for them. @param reserve slots left alone */
	readonly probe: (domains: readonly RemoteDomain[], reserve: number) => void;
	/** Gives what came since the last refresh, too late for it. */
	readonly takeLate: (collector: Collector) => void;
};

type Records = readonly StatsRecord[];

/** How long the answer about one domain may take at least, seconds, and how many times what it usually takes. */
const patience = 0.5;
const slowness = 3;
/** What took longer was held up, seconds: when it was true is not known well enough for a rate. */
const longestUsual = 5;
/** Questions under way at once; the fourth slot is for what else is to be asked. */
const workers = 3;

export const createSingleQuestions = (
	clock: Clock,
	line: DaemonLine,
	suspects: Suspects,
	questions: Questions,
): SingleQuestions => {
	/** Questions nobody waits for any more, by uuid: another one would hang beside it. */
	const open = new Map<string, Flight<Records>>();
	const late = new Map<string, Outcome<Records>>();
	let usual = 0;
	let turn = 0;

	const longest = (): number => Math.max(patience, slowness * usual);

	const ask = (domain: RemoteDomain): Flight<Records> =>
		launch(clock, async () => [await questions.one(domain)]);

	const leave = (uuid: string, flight: Flight<Records>): void => {
		open.set(uuid, flight);
		suspects.leave(flight);
		void flight.landed.then((outcome) => {
			open.delete(uuid);
			if (outcome.took > longestUsual) {
				return;
			}

			if ('error' in outcome) {
				// A refusal is an answer: nobody hangs there.
				suspects.clear(uuid);
			} else if (outcome.answer.every((record) => questions.extentOf(record) !== 'held')) {
				usual = Math.max(usual, outcome.took);
				late.set(uuid, outcome);
			}
		});
	};

	const askInTurn = async (
		domain: RemoteDomain,
		collector: Collector,
		signal: AbortSignal,
	): Promise<boolean> => {
		const {uuid} = domain;
		const before = open.get(uuid);
		if (before) {
			if (clock.monotonic() - before.sentAt > longest()) {
				suspects.accuse(uuid);
			}

			return true;
		}

		const flight = ask(domain);
		const landed = await landedWithin(clock, flight, longest(), signal);
		if (landed) {
			usual = landed.took;
			collector.take(landed, uuid);
			return true;
		}

		leave(uuid, flight);
		if (signal.aborted) {
			return false;
		}

		suspects.accuse(uuid);
		return true;
	};

	return {
		async round(domains, collector, signal, limit = domains.length) {
			const start = domains.length === 0 ? 0 : turn % domains.length;
			const queue = [...domains.slice(start), ...domains.slice(0, start)].slice(0, limit).values();
			const asked = new Set<string>();
			const work = async (): Promise<void> => {
				while (!signal.aborted && line.remote().freeSlots() > 0) {
					const {value: domain} = queue.next();
					if (!domain) {
						return;
					}

					turn += 1;
					if (await askInTurn(domain, collector, signal)) {
						asked.add(domain.uuid);
					}
				}
			};

			await Promise.all(Array.from({length: workers}, work));
			return asked;
		},
		probe(domains, reserve) {
			const due = new Set(suspects.due().filter((uuid) => !open.has(uuid)));
			for (const domain of due.size === 0 ? [] : domains.filter(({uuid}) => due.has(uuid))) {
				if (line.remote().freeSlots() <= reserve) {
					return;
				}

				suspects.accuse(domain.uuid);
				leave(domain.uuid, ask(domain));
			}
		},
		takeLate(collector) {
			for (const [uuid, outcome] of late) {
				collector.take(outcome, uuid);
			}

			late.clear();
		},
	};
};

import type {Clock} from '../../../source/clock.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {Collector} from './collector.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch} from './flight.ts';
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
	/** Asks suspects whose pause is over; nobody waits for them. */
	readonly probe: (domains: readonly RemoteDomain[]) => void;
};

/** How long the answer about one domain may take, seconds. */
const patience = 0.5;
/** Questions under way at once; the fourth slot is for what else is to be asked. */
const workers = 3;

export const createSingleQuestions = (
	clock: Clock,
	line: DaemonLine,
	suspects: Suspects,
	questions: Questions,
): SingleQuestions => {
	const underProbe = new Set<string>();
	let turn = 0;

	const ask = (domain: RemoteDomain) => {
		const enough = new AbortController();
		const flight = launch(clock, async () => [await questions.one(domain, enough.signal)]);
		return {flight, enough};
	};

	return {
		async round(domains, collector, signal, limit = domains.length) {
			const start = domains.length === 0 ? 0 : turn % domains.length;
			const queue = [...domains.slice(start), ...domains.slice(0, start)].slice(0, limit);
			const asked = new Set<string>();
			const work = async (): Promise<void> => {
				while (queue.length > 0 && !signal.aborted && line.remote().freeSlots() > 0) {
					const domain = queue.shift();
					if (!domain) {
						return;
					}

					turn += 1;
					const {flight, enough} = ask(domain);
					const landed = await landedWithin(clock, flight, patience, signal);
					enough.abort();
					if (landed) {
						collector.take(landed, domain.uuid);
					} else {
						suspects.leave(flight);
						if (signal.aborted) {
							return;
						}

						suspects.accuse(domain.uuid);
					}

					asked.add(domain.uuid);
				}
			};

			await Promise.all(Array.from({length: workers}, work));
			return asked;
		},
		probe(domains) {
			for (const uuid of suspects.due()) {
				const domain = domains.find((one) => one.uuid === uuid);
				if (domain && !underProbe.has(uuid) && line.remote().freeSlots() > 1) {
					underProbe.add(uuid);
					suspects.accuse(uuid);
					const {flight} = ask(domain);
					suspects.leave(flight);
					void flight.landed.then(() => underProbe.delete(uuid));
				}
			}
		},
	};
};

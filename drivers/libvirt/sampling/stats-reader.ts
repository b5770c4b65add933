import type {Clock} from '../../../source/clock.ts';
import {orAborted} from '../../../source/or-aborted.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Answers} from './answers.ts';
import {type Collector, createCollector} from './collector.ts';
import type {DaemonLine} from './daemon-line.ts';
import {createDomainList} from './domain-list.ts';
import {type Flight, launch} from './flight.ts';
import {createIsAwake} from './is-awake.ts';
import {landedWithin} from './landed-within.ts';
import type {Questions} from './questions.ts';
import {repeatHeld} from './repeat-held.ts';
import {createSingleQuestions} from './single-questions.ts';
import {createSuspects} from './suspects.ts';

/** Reads what there is of all domains, so that one that hangs costs the others nothing. */
export type StatsReader = {
	/** Resolves at the signal at the latest. Rejects where the connection ended. @param delay of the refresh, seconds. */
	readonly read: (delay: number, signal: AbortSignal) => Promise<Answers>;
	/** It was started or stopped: whatever held it is gone. */
	readonly forgive: (uuid: string) => void;
};

/** How long an answer about all of them may take: a share of the delay, or so many times what it usually takes. */
const share = 0.35;
/** A refresh has ten seconds at most, however long the delay: so much of them, seconds. */
const longestShare = 4;
const slowness = 3;
/** What the first answer is given for each domain, seconds. */
const secondsEach = 0.05;
/** What came late may have been held up: no answer usually takes longer than this, seconds. */
const longestUsual = 5;
const mostSlack = 8;
/** How many domains a refresh asks by themselves where the bulk call tells next to nothing. */
const briefRound = 32;

/**
One call for all of them, which leaves out who is suspected. A call that is late is left, and the next one finds the
culprit: it comes back in part, as the call that hangs holds it, or, where calls wait, the domains are asked one by one.
*/
export const createStatsReader = (clock: Clock, line: DaemonLine, questions: Questions): StatsReader => {
	const suspects = createSuspects(clock, questions.extentOf);
	const list = createDomainList(clock, line, suspects);
	const single = createSingleQuestions(clock, line, suspects, questions);
	const isAwake = createIsAwake(clock, line);
	/** Which connection was asked until now. */
	let asked = line.remote();
	let flight: Flight<readonly StatsRecord[]> | undefined;
	/** Is the one under way about all of them? */
	let asksAll = true;
	let usual: number | undefined;
	/** Grows while the daemon is late with everything: that is no domain's fault. */
	let slack = 1;
	/** Who has not been asked alone since calls about all of them hung, by uuid. */
	let unsearched = new Set<string>();
	/** What libvirt cannot read: one of them in a call about all spoils the answer, so they are asked alone. By uuid. */
	let refused: ReadonlySet<string> = new Set();

	const innocent = (): readonly RemoteDomain[] =>
		list.known().filter(({uuid}) => !suspects.has(uuid) && !refused.has(uuid));

	const search = async (collector: Collector, signal: AbortSignal): Promise<void> => {
		const domains = innocent().filter(({uuid}) => unsearched.has(uuid));
		const asked = await single.round(domains, collector, signal);
		unsearched = new Set(domains.map(({uuid}) => uuid).filter((uuid) => !asked.has(uuid)));
	};

	const beginSearch = async (collector: Collector, signal: AbortSignal): Promise<void> => {
		await list.read(collector, signal);
		unsearched = new Set(list.known().map(({uuid}) => uuid));
		await search(collector, signal);
	};

	/** Is it but a domain that holds up an answer, and not the daemon? A list waits for a domain that is locked, too. */
	const keepsUp = async (collector: Collector, signal: AbortSignal): Promise<boolean> => {
		const isInTime = (await list.read(collector, signal)) || (await isAwake(signal));
		slack = isInTime ? 1 : Math.min(mostSlack, slack * 2);
		return isInTime;
	};

	/** Absent: everyone is suspected. */
	const ask = (): typeof flight => {
		const all = suspects.all().length === 0 && refused.size === 0;
		const domains = all ? [] : innocent();
		asksAll = all;
		return all || domains.length > 0 ? launch(clock, () => questions.bulk(domains)) : undefined;
	};

	const patienceOf = (delay: number): number =>
		Math.max(
			Math.min(longestShare, share * delay) * slack,
			usual === undefined ? secondsEach * list.known().length : slowness * usual,
		);

	/** Where no slot is left: another connection, on which nobody hangs yet. Asks there who it is. @returns whether all can be asked now. */
	const hasRoom = async (collector: Collector, signal: AbortSignal): Promise<boolean> => {
		if (line.remote().freeSlots() === 0) {
			await orAborted(line.replace(), signal);
		}

		if (line.remote() === asked) {
			return asked.freeSlots() > 0;
		}

		asked = line.remote();
		if (flight) {
			suspects.leave(flight);
			flight = undefined;
		}

		if (!questions.lacksBulk()) {
			await beginSearch(collector, signal);
		}

		return questions.lacksBulk();
	};

	const askAll = async (collector: Collector, delay: number, signal: AbortSignal): Promise<void> => {
		const started = clock.monotonic();
		while (!signal.aborted) {
			if (!(await hasRoom(collector, signal))) {
				return;
			}

			// While the daemon is late with everything, one more call about all of them is late too.
			if (!flight && slack > 1 && suspects.left() > 0 && !(await keepsUp(collector, signal))) {
				return;
			}

			if (
				!flight &&
				(questions.bulkWaits() || list.hangs()) &&
				suspects.left() > 0 &&
				suspects.all().length === 0
			) {
				// Another call about all of them would hang where the last one hangs.
				await beginSearch(collector, signal);
				return;
			}

			flight ??= ask();
			if (!flight) {
				return;
			}

			const patience = patienceOf(delay);
			const landed = await landedWithin(clock, flight, patience, signal);
			if (!landed && signal.aborted && clock.monotonic() - flight.sentAt < patience) {
				return;
			}

			const {sentAt} = flight;
			const isOld = sentAt < started;
			if (!landed) {
				suspects.leave(flight);
				void flight.landed.then(({took}) => {
					usual = slack > 1 ? Math.min(longestUsual, Math.max(usual ?? 0, took)) : usual;
				});
				flight = undefined;
				const isUp = await keepsUp(collector, signal);
				if (questions.bulkWaits() || (isUp && list.hangs())) {
					await beginSearch(collector, signal);
					return;
				}

				continue;
			}

			flight = undefined;
			if ('error' in landed && questions.lacksBulk()) {
				return;
			}

			collector.take(landed);
			if (suspects.left() === 0) {
				await repeatHeld({clock, line, suspects, questions, collector}, landed, signal);
			}

			if ('error' in landed) {
				await beginSearch(collector, signal);
			} else {
				usual = landed.took;
				slack = 1;
				if (asksAll) {
					const domains = landed.answer.map(({domain}) => domain);
					list.learn(collector, domains, {askedAt: sentAt, at: landed.at});
				}
			}

			if (!isOld) {
				return;
			}
		}
	};

	return {
		forgive: suspects.clear,
		async read(delay, signal) {
			const collector = createCollector(suspects, questions.extentOf);
			line.tidy();
			list.takeLate(collector);
			single.takeLate(collector);
			if (!(await hasRoom(collector, signal))) {
				return collector.answers();
			}

			if (!questions.lacksBulk()) {
				if (suspects.all().length > 0 || refused.size > 0 || usual === undefined) {
					await list.read(collector, signal);
				}

				single.probe(list.known(), 1);
				const alone = list.known().filter(({uuid}) => refused.has(uuid));
				await (unsearched.size > 0 ? search(collector, signal) : askAll(collector, delay, signal));
				const asked = await single.round(alone, collector, signal);
				const unasked = alone.map(({uuid}) => uuid).filter((uuid) => !asked.has(uuid));
				refused = new Set([...collector.answers().refused.keys(), ...unasked]);
			}

			if (questions.lacksBulk()) {
				await list.read(collector, signal);
				single.probe(list.known(), 1);
				await single.round(innocent(), collector, signal);
			} else {
				const brief = [...collector.answers().fresh.values()].filter(({extent}) => extent === 'brief');
				await single.round(
					brief.map(({record}) => record.domain),
					collector,
					signal,
					briefRound,
				);
			}

			// Where those that hang hold the other slots, nobody else would be asked whether he still does.
			if (line.canReplace()) {
				single.probe(list.known(), 0);
			}

			return collector.answers();
		},
	};
};

import type {Clock} from '../../../source/async/clock.ts';
import {untilAborted} from '../../../source/async/wait.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {type Collector, createCollector} from './collector.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {createDomainList} from './domain-list.ts';
import {createLivenessProbe} from './liveness-probe.ts';
import {outcomeWithin} from './outcome-within.ts';
import {type Outcome, type PendingCall, startCall} from './pending-call.ts';
import {createQuarantine} from './quarantine.ts';
import type {Queries} from './queries.ts';
import type {RefreshEffect, RefreshEvent, RefreshFacts, RefreshResult} from './refresh/refresh.ts';
import {refreshState} from './refresh/refresh-state.ts';
import {stepRefresh} from './refresh/step-refresh.ts';
import type {Replies} from './replies.ts';
import {retryPartial} from './retry-partial.ts';
import {createSingleQueries} from './single-queries.ts';

/** Reads what libvirt reports of all domains, so that a domain that hangs costs the others nothing. */
export type StatsReader = {
	/** Resolves at the signal at the latest. Rejects where the connection ended. @param delay of the refresh, seconds */
	readonly read: (delay: number, signal: AbortSignal) => Promise<Replies>;
	/** Takes a domain out of quarantine, as it was started or stopped: whatever held it is gone. */
	readonly reset: (uuid: string) => void;
};

type Records = readonly StatsRecord[];

/** Does what `stepRefresh` decides, and hands the results to its next step. */
export const createStatsReader = (clock: Clock, pair: ConnectionPair, queries: Queries): StatsReader => {
	const quarantine = createQuarantine(clock, queries.completenessOf);
	const list = createDomainList(clock, pair, quarantine);
	const single = createSingleQueries(clock, pair, quarantine, queries);
	const isAwake = createLivenessProbe(clock, pair);
	let state = refreshState(pair.remote());
	/** The bulk call that was started last. */
	let bulk: PendingCall<Records> | undefined;

	const step = (event: RefreshEvent): readonly RefreshEffect[] => {
		const next = stepRefresh(state, event);
		state = next.state;
		return next.effects;
	};

	const factsUnder = (signal: AbortSignal): RefreshFacts => ({
		now: clock.monotonic(),
		isAborted: signal.aborted,
		connection: pair.remote(),
		freeSlots: pair.remote().freeSlots(),
		canReplace: pair.canReplace(),
		known: list.known(),
		isListPending: list.isPending(),
		quarantined: new Set(quarantine.all()),
		lateReplies: quarantine.lateReplies(),
		lacksBulk: queries.lacksBulk(),
		bulkWaits: queries.bulkWaits(),
	});

	const abandon = (number: number): void => {
		if (bulk) {
			quarantine.awaitLateReply(bulk);
			void bulk.settled.then(({took}) => step({kind: 'late reply', call: number, took}));
		}
	};

	const awaitBulk = async (seconds: number, signal: AbortSignal): Promise<RefreshResult> => {
		const outcome = bulk && (await outcomeWithin(clock, bulk, seconds, signal));
		return outcome
			? {kind: 'settled', isRefused: 'error' in outcome, took: outcome.took}
			: {kind: 'unsettled'};
	};

	const querySingly = async (
		{domains, limit}: Extract<RefreshEffect, {kind: 'query singly'}>,
		collector: Collector,
		signal: AbortSignal,
	): Promise<RefreshResult> => {
		const asked = await single.round(domains, collector, signal, limit);
		const {fresh, refused} = collector.replies();
		const stateOnly = [...fresh.values()].filter(({completeness}) => completeness === 'state-only');
		return {
			kind: 'queried',
			asked,
			refused: [...refused.keys()],
			stateOnly: stateOnly.map(({record}) => record.domain),
		};
	};

	const withReply = async (
		use: (outcome: Outcome<Records>) => Promise<void> | void,
	): Promise<RefreshResult> => {
		const outcome = bulk?.outcome();
		await (outcome && use(outcome));
		return {kind: 'done'};
	};

	/** Undefined: the effect has no result. */
	const perform = async (
		effect: RefreshEffect,
		collector: Collector,
		signal: AbortSignal,
	): Promise<RefreshResult | undefined> => {
		switch (effect.kind) {
			case 'replace connection':
				await untilAborted(pair.replace(), signal);
				return {kind: 'done'};
			case 'list domains':
				return {kind: 'listed', isInTime: await list.read(collector, signal)};
			case 'probe liveness':
				return {kind: 'probed', isAwake: await isAwake(signal)};
			case 'recheck quarantined':
				single.probe(effect.domains, effect.reserve);
				return {kind: 'done'};
			case 'start bulk call':
				bulk = startCall(clock, () => queries.bulk(effect.domains));
				return undefined;
			case 'await bulk call':
				return awaitBulk(effect.seconds, signal);
			case 'abandon bulk call':
				return void abandon(effect.call);
			case 'take bulk reply':
				return withReply((outcome) => collector.take(outcome));
			case 'retry partial':
				return withReply((outcome) =>
					retryPartial({clock, pair, quarantine, queries, collector}, outcome, signal),
				);
			case 'learn domains':
				return withReply((outcome) => {
					if ('reply' in outcome) {
						const domains = outcome.reply.map(({domain}) => domain);
						list.learn(collector, domains, {askedAt: effect.askedAt, at: outcome.at});
					}
				});
			case 'query singly':
				return querySingly(effect, collector, signal);
		}
	};

	return {
		reset: quarantine.reset,
		async read(delay, signal) {
			const collector = createCollector(quarantine, queries.completenessOf);
			pair.tidy();
			list.takeLate(collector);
			single.takeLate(collector);
			let effects = step({kind: 'refresh', delay, facts: factsUnder(signal)});
			while (effects.length > 0) {
				let result: RefreshResult | undefined;
				for (const effect of effects) {
					result = await perform(effect, collector, signal);
				}

				effects = result ? step({...result, facts: factsUnder(signal)}) : [];
			}

			return collector.replies();
		},
	};
};

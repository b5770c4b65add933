import {expect} from 'vitest';
import type {RemoteDomain} from '../../../../../drivers/libvirt/calls/remote-domain.ts';
import type {
	RefreshEffect,
	RefreshEvent,
	RefreshFacts,
	RefreshResult,
} from '../../../../../drivers/libvirt/sampling/refresh/refresh.ts';
import {
	type RefreshState,
	refreshState,
} from '../../../../../drivers/libvirt/sampling/refresh/refresh-state.ts';
import {stepRefresh} from '../../../../../drivers/libvirt/sampling/refresh/step-refresh.ts';

export const domainsOf = (names: string): readonly RemoteDomain[] =>
	names
		.split(' ')
		.filter(Boolean)
		.map((name) => ({name, uuid: name, id: 1}));

export const uuids = (names: string): ReadonlySet<string> => new Set(domainsOf(names).map(({uuid}) => uuid));

export const firstConnection = {};

/** Three domains, of which none hangs. */
export const quietFacts: RefreshFacts = {
	now: 100,
	isAborted: false,
	connection: firstConnection,
	freeSlots: 4,
	canReplace: true,
	known: domainsOf('a b c'),
	isListPending: false,
	quarantined: new Set(),
	lateReplies: 0,
	lacksBulk: false,
	bulkWaits: false,
};

const names = (domains: readonly RemoteDomain[]): string => domains.map(({name}) => ` ${name}`).join('');

const textOf = (effect: RefreshEffect): string => {
	switch (effect.kind) {
		case 'recheck quarantined':
			return `recheck, reserve ${effect.reserve}`;
		case 'start bulk call':
			return `start ${effect.call}:${names(effect.domains) || ' *'}`;
		case 'await bulk call':
			return `await ${Number(effect.seconds.toFixed(3))} s`;
		case 'abandon bulk call':
			return `abandon ${effect.call}`;
		case 'query singly':
			return `query${names(effect.domains)}`;
		default:
			return effect.kind;
	}
};

/** Names of domains, and what else is the case by then. */
type Queried = {readonly refused?: string; readonly stateOnly?: string} & Partial<RefreshFacts>;

/** The machine with its state. What happens is told in short, and so is what is to be done. */
export const createRefreshStepper = () => {
	let state: RefreshState = refreshState(firstConnection);
	let facts = quietFacts;

	const step = (event: RefreshEvent): readonly RefreshEffect[] => {
		const next = stepRefresh(state, event);
		state = next.state;
		return next.effects;
	};

	const settle = (result: RefreshResult, changes: Partial<RefreshFacts> = {}): string => {
		facts = {...facts, ...changes};
		return step({...result, facts})
			.map(textOf)
			.join('; ');
	};

	return {
		state: () => state,
		step,
		refresh(changes: Partial<RefreshFacts> = {}, delay = 2): string {
			facts = {...facts, ...changes};
			return step({kind: 'refresh', delay, facts}).map(textOf).join('; ');
		},
		done: (changes?: Partial<RefreshFacts>) => settle({kind: 'done'}, changes),
		listed: (changes?: Partial<RefreshFacts>) => settle({kind: 'listed', isInTime: true}, changes),
		listLate: (changes?: Partial<RefreshFacts>) => settle({kind: 'listed', isInTime: false}, changes),
		probed: (isAwake: boolean, changes?: Partial<RefreshFacts>) => settle({kind: 'probed', isAwake}, changes),
		settled: (took: number, changes?: Partial<RefreshFacts>) =>
			settle({kind: 'settled', isRefused: false, took}, changes),
		failed: (changes?: Partial<RefreshFacts>) =>
			settle({kind: 'settled', isRefused: true, took: 0.1}, changes),
		unsettled: (changes?: Partial<RefreshFacts>) => settle({kind: 'unsettled'}, changes),
		queried: (asked: string, {refused = '', stateOnly = '', ...changes}: Queried = {}) =>
			settle(
				{
					kind: 'queried',
					asked: uuids(asked),
					refused: [...uuids(refused)],
					stateOnly: domainsOf(stateOnly),
				},
				changes,
			),
		late: (call: number, took: number) => step({kind: 'late reply', call, took}),
	};
};

/** The first refresh is over: a bulk reply about all came within 0.1 s. */
export const createReadStepper = () => {
	const stepper = createRefreshStepper();
	stepper.refresh();
	stepper.listed();
	stepper.settled(0.1);
	stepper.done();
	stepper.done();
	stepper.done();
	stepper.queried('');
	return stepper;
};

/** Of each event what is to be done then, and what was expected. */
export const expectTable = (table: readonly (readonly [actual: string, expected: string])[]): void => {
	expect(table.map(([actual]) => actual)).toEqual(table.map(([, expected]) => expected));
};

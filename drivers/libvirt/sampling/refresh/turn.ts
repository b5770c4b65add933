import type {RemoteDomain} from '../../calls/remote-domain.ts';
import type {RefreshEffect, RefreshFacts, RefreshStep} from './refresh.ts';
import type {AfterSearch, RefreshCourse, RefreshMemory, RefreshWait} from './refresh-state.ts';

/** A step in the making: from an event to the next wait. */
export type Turn = {
	readonly memory: RefreshMemory;
	readonly course: RefreshCourse;
	readonly facts: RefreshFacts;
	/** What is to be done before the wait begins. */
	readonly effects: readonly RefreshEffect[];
};

export const remember = (turn: Turn, changes: Partial<RefreshMemory>): Turn => ({
	...turn,
	memory: {...turn.memory, ...changes},
});

/** Ends the step with a wait for the result of an effect. */
export const waitFor = (
	{memory, course, effects}: Turn,
	wait: RefreshWait,
	effect: RefreshEffect,
): RefreshStep => ({state: {...wait, memory, course}, effects: [...effects, effect]});

/** Ends the refresh. */
export const end = ({memory, effects}: Turn): RefreshStep => ({state: {kind: 'idle', memory}, effects});

/** The domains that a bulk call may be about. */
export const unsuspected = ({memory, facts}: Turn): readonly RemoteDomain[] =>
	facts.known.filter(({uuid}) => !facts.quarantined.has(uuid) && !memory.refused.has(uuid));

/** Stops waiting for the pending bulk call. */
export const abandon = (turn: Turn): Turn => {
	const {bulk} = turn.memory;
	return bulk
		? {
				...remember(turn, {bulk: undefined}),
				facts: {...turn.facts, lateReplies: turn.facts.lateReplies + 1},
				effects: [...turn.effects, {kind: 'abandon bulk call', call: bulk.number}],
			}
		: turn;
};

export const list = (turn: Turn, wait: RefreshWait): RefreshStep =>
	waitFor(turn, wait, {kind: 'list domains'});

/** Searches all domains for the domain that delays bulk calls, once the list of domains was read. */
export const beginSearch = (turn: Turn, after: AfterSearch): RefreshStep =>
	list(turn, {kind: 'listing', reason: 'search', after});

/** Queries the unsearched domains one by one, as far as time goes. */
export const search = (turn: Turn, after: AfterSearch): RefreshStep => {
	const domains = unsuspected(turn).filter(({uuid}) => turn.memory.unsearched.has(uuid));
	return waitFor(
		turn,
		{kind: 'querying', reason: 'search', domains, after},
		{kind: 'query singly', domains, limit: domains.length},
	);
};

/** Queries each refused domain alone, once the bulk call is over. */
export const queryRefused = (turn: Turn): RefreshStep => {
	const {alone} = turn.course;
	return waitFor(
		turn,
		{kind: 'querying', reason: 'refused'},
		{kind: 'query singly', domains: alone, limit: alone.length},
	);
};

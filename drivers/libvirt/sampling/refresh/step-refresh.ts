import {typicalAfterLate} from './deadline.ts';
import {findRoom, type RoomChoices, takeConnection} from './find-room.ts';
import type {RefreshEvent, RefreshResult, RefreshStep} from './refresh.ts';
import type {AfterSearch, RefreshCourse, RefreshMemory, RefreshState, RefreshWait} from './refresh-state.ts';
import {
	beginCalls,
	bulkRoom,
	finishCall,
	giveUp,
	judgeDaemon,
	learn,
	nextCall,
	retry,
	settle,
} from './step-bulk-call.ts';
import {end, list, queryRefused, remember, search, type Turn, unsuspected, waitFor} from './turn.ts';

/** How many domains with a state-only reply a refresh queries singly. */
const mostStateOnly = 32;

/** Slots left to other calls while quarantined domains are queried. */
const reserve = 1;

const queryLast = (turn: Turn, domains: Turn['facts']['known'], limit = domains.length): RefreshStep =>
	waitFor(turn, {kind: 'querying', reason: 'last'}, {kind: 'query singly', domains, limit});

/** Quarantined domains whose pause is over were queried again. */
const queryDomains = (turn: Turn): RefreshStep =>
	turn.course.stage === 'no bulk call' ? queryLast(turn, unsuspected(turn)) : beginCalls(turn);

const recheck = (turn: Turn): RefreshStep =>
	turn.facts.quarantined.size === 0
		? queryDomains(turn)
		: waitFor(turn, {kind: 'rechecking'}, {kind: 'recheck quarantined', domains: turn.facts.known, reserve});

const listAll = (turn: Turn): RefreshStep =>
	list({...turn, course: {...turn.course, stage: 'no bulk call'}}, {kind: 'listing', reason: 'domains'});

/** There is a free slot. A list is needed where no bulk reply showed which domains there are. */
const prepare = (turn: Turn): RefreshStep => {
	const {memory, facts} = turn;
	if (facts.lacksBulk) {
		return listAll(turn);
	}

	return facts.quarantined.size > 0 || memory.refused.size > 0 || memory.typicalDuration === undefined
		? list(turn, {kind: 'listing', reason: 'domains'})
		: recheck(turn);
};

const roomOf = ({stage}: RefreshCourse): RoomChoices =>
	stage === 'opening' ? {ready: prepare, full: end} : bulkRoom;

const afterSearch = (turn: Turn, after: AfterSearch): RefreshStep => {
	const {ready, full} = roomOf(turn.course);
	switch (after) {
		case 'connection':
			return turn.facts.lacksBulk ? ready(turn) : full(turn);
		case 'refused':
			return queryRefused(turn);
		case 'bulk call':
			return nextCall(turn);
	}
};

/** The last recheck may take the last slot where domains that hang hold all others, as another connection can be had. */
const finish = (turn: Turn): RefreshStep => {
	const {canReplace, quarantined, known} = turn.facts;
	const effects =
		canReplace && quarantined.size > 0
			? [{kind: 'recheck quarantined', domains: known, reserve: 0} as const]
			: [];
	return end({...turn, effects: [...turn.effects, ...effects]});
};

type Listing = Extract<RefreshWait, {kind: 'listing'}>;

const takeList = (turn: Turn, wait: Listing, isInTime: boolean): RefreshStep => {
	switch (wait.reason) {
		case 'domains':
			return recheck(turn);
		case 'search':
			return search(
				remember(turn, {unsearched: new Set(turn.facts.known.map(({uuid}) => uuid))}),
				wait.after,
			);
		case 'liveness':
			// A list waits for a domain that is locked, too.
			return isInTime
				? judgeDaemon(turn, true, wait.isOverdue)
				: waitFor(turn, {kind: 'probing', isOverdue: wait.isOverdue}, {kind: 'probe liveness'});
	}
};

type Querying = Extract<RefreshWait, {kind: 'querying'}>;
type Queried = Extract<RefreshResult, {kind: 'queried'}>;

const takeQueried = (turn: Turn, wait: Querying, {asked, refused, stateOnly}: Queried): RefreshStep => {
	const unasked = (domains: Turn['facts']['known']): readonly string[] =>
		domains.map(({uuid}) => uuid).filter((uuid) => !asked.has(uuid));
	switch (wait.reason) {
		case 'search':
			return afterSearch(remember(turn, {unsearched: new Set(unasked(wait.domains))}), wait.after);
		case 'refused': {
			const next = remember(turn, {refused: new Set([...refused, ...unasked(turn.course.alone)])});
			if (turn.facts.lacksBulk) {
				return listAll(next);
			}

			return stateOnly.length === 0 ? finish(next) : queryLast(next, stateOnly, mostStateOnly);
		}

		case 'last':
			return finish(turn);
	}
};

/** The step after a result. Undefined: the state waits for another event. */
const takeResult = (turn: Turn, wait: RefreshWait, result: RefreshResult): RefreshStep | undefined => {
	switch (wait.kind) {
		case 'listing':
			return result.kind === 'listed' ? takeList(turn, wait, result.isInTime) : undefined;
		case 'probing':
			return result.kind === 'probed' ? judgeDaemon(turn, result.isAwake, wait.isOverdue) : undefined;
		case 'waiting':
			return result.kind === 'settled'
				? settle(turn, {call: wait.call, isRefused: result.isRefused, took: result.took})
				: result.kind === 'unsettled'
					? giveUp(turn, wait.call, wait.seconds)
					: undefined;
		case 'querying':
			return result.kind === 'queried' ? takeQueried(turn, wait, result) : undefined;
		default:
			return result.kind === 'done' ? takeDone(turn, wait) : undefined;
	}
};

type Doing = Exclude<RefreshWait, {kind: 'listing' | 'probing' | 'waiting' | 'querying'}>;

const takeDone = (turn: Turn, wait: Doing): RefreshStep => {
	switch (wait.kind) {
		case 'replacing':
			return takeConnection(turn, roomOf(turn.course));
		case 'rechecking':
			return queryDomains(turn);
		case 'taking':
			return retry(turn, wait.result);
		case 'retrying':
			return learn(turn, wait.result);
		case 'learning':
			return finishCall(turn, wait.result);
	}
};

const afterLateReply = (
	memory: RefreshMemory,
	{call, took}: Extract<RefreshEvent, {kind: 'late reply'}>,
): RefreshMemory =>
	memory.overdue.has(call)
		? {
				...memory,
				overdue: new Set([...memory.overdue].filter((number) => number !== call)),
				typicalDuration: typicalAfterLate(memory, took),
			}
		: memory;

/**
One step of the machine that `RefreshState` draws. Pure: it knows no clock, no connection, and cannot fail. An event that
the state does not wait for changes nothing.
*/
export const stepRefresh = (state: RefreshState, event: RefreshEvent): RefreshStep => {
	if (event.kind === 'late reply') {
		return {state: {...state, memory: afterLateReply(state.memory, event)}, effects: []};
	}

	const {memory} = state;
	const {facts} = event;
	if (event.kind === 'refresh') {
		const course: RefreshCourse = {delay: event.delay, stage: 'opening', since: facts.now, alone: []};
		return findRoom({memory, course, facts, effects: []}, roomOf(course));
	}

	const step =
		state.kind === 'idle'
			? undefined
			: takeResult({memory, course: state.course, facts, effects: []}, state, event);
	return step ?? {state, effects: []};
};

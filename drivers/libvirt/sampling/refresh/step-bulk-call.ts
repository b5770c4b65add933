import {deadline, factorAfter} from './deadline.ts';
import {findRoom, type RoomChoices} from './find-room.ts';
import type {RefreshStep} from './refresh.ts';
import type {BulkCall, BulkResult} from './refresh-state.ts';
import {
	abandon,
	beginSearch,
	list,
	queryRefused,
	remember,
	search,
	type Turn,
	unsuspected,
	waitFor,
} from './turn.ts';

const awaitCall = (turn: Turn, call: BulkCall): RefreshStep => {
	const seconds = deadline(turn.memory, turn.course.delay, turn.facts.known.length);
	return waitFor(turn, {kind: 'waiting', call, seconds}, {kind: 'await bulk call', seconds});
};

/** Starts a bulk call, unless there is no domain that it may be about. */
const startCall = (turn: Turn): RefreshStep => {
	const {memory, facts} = turn;
	const isAboutAll = facts.quarantined.size === 0 && memory.refused.size === 0;
	const domains = isAboutAll ? [] : unsuspected(turn);
	if (!isAboutAll && domains.length === 0) {
		return queryRefused(turn);
	}

	const call = {number: memory.started + 1, startedAt: facts.now, isAboutAll};
	return awaitCall(
		{
			...remember(turn, {bulk: call, started: call.number}),
			effects: [...turn.effects, {kind: 'start bulk call', call: call.number, domains}],
		},
		call,
	);
};

/** The daemon keeps up, as far as is known. */
const startOrSearch = (turn: Turn): RefreshStep => {
	const {quarantined, lateReplies, bulkWaits, isListPending} = turn.facts;
	const wouldHang = (bulkWaits || isListPending) && lateReplies > 0 && quarantined.size === 0;
	return wouldHang ? beginSearch(turn, 'refused') : startCall(turn);
};

/** There is a free slot: waits for the pending bulk call, or starts one. */
const callAll = (turn: Turn): RefreshStep => {
	const {bulk, deadlineFactor} = turn.memory;
	if (bulk) {
		return awaitCall(turn, bulk);
	}

	// While the daemon is late with everything, one more bulk call would be late too.
	return deadlineFactor > 1 && turn.facts.lateReplies > 0
		? list(turn, {kind: 'listing', reason: 'liveness', isOverdue: false})
		: startOrSearch(turn);
};

export const bulkRoom: RoomChoices = {ready: callAll, full: queryRefused};

/** The next bulk call of this refresh, unless the refresh is to end. */
export const nextCall = (turn: Turn): RefreshStep =>
	turn.facts.isAborted ? queryRefused(turn) : findRoom(turn, bulkRoom);

/** Begins the bulk calls of a refresh, or in their place goes on with the search of earlier refreshes. */
export const beginCalls = (turn: Turn): RefreshStep => {
	const {memory, facts, course} = turn;
	const alone = facts.known.filter(({uuid}) => memory.refused.has(uuid));
	const begun: Turn = {...turn, course: {...course, alone, stage: 'bulk call', since: facts.now}};
	return memory.unsearched.size > 0 ? search(begun, 'refused') : nextCall(begun);
};

/** Judges the daemon by a call that no domain can delay. @param isOverdue a bulk call was abandoned just before */
export const judgeDaemon = (turn: Turn, keepsUp: boolean, isOverdue: boolean): RefreshStep => {
	const {bulkWaits, isListPending} = turn.facts;
	const judged = remember(turn, {deadlineFactor: factorAfter(turn.memory, keepsUp)});
	if (!isOverdue) {
		return keepsUp ? startOrSearch(judged) : queryRefused(judged);
	}

	return bulkWaits || (keepsUp && isListPending) ? beginSearch(judged, 'refused') : nextCall(judged);
};

/** Stops waiting for the pending bulk call. Where the refresh ends before the deadline, the next refresh waits on. */
export const giveUp = (turn: Turn, {number, startedAt}: BulkCall, seconds: number): RefreshStep => {
	const {now, isAborted} = turn.facts;
	if (isAborted && now - startedAt < seconds) {
		return queryRefused(turn);
	}

	const overdue = new Set([...turn.memory.overdue, number]);
	return list(remember(abandon(turn), {overdue}), {kind: 'listing', reason: 'liveness', isOverdue: true});
};

export const settle = (turn: Turn, result: BulkResult): RefreshStep => {
	const settled = remember(turn, {bulk: undefined});
	return result.isRefused && turn.facts.lacksBulk
		? queryRefused(settled)
		: waitFor(settled, {kind: 'taking', result}, {kind: 'take bulk reply'});
};

/** Whether the settled call was started before this refresh. Its numbers are old then, and another call follows. */
const isOld = ({course}: Turn, {call}: BulkResult): boolean => call.startedAt < course.since;

/** The list of domains was learnt from the reply, where the reply had it. */
export const finishCall = (turn: Turn, result: BulkResult): RefreshStep =>
	isOld(turn, result) ? nextCall(turn) : queryRefused(turn);

/** The reply was taken, and its partial records were queried again. */
export const learn = (turn: Turn, result: BulkResult): RefreshStep => {
	if (result.isRefused) {
		return beginSearch(turn, isOld(turn, result) ? 'bulk call' : 'refused');
	}

	const learnt = remember(turn, {typicalDuration: result.took, deadlineFactor: 1});
	return result.call.isAboutAll
		? waitFor(learnt, {kind: 'learning', result}, {kind: 'learn domains', askedAt: result.call.startedAt})
		: finishCall(learnt, result);
};

/** The reply was taken. While another reply is late, its call holds the domains with a partial record: no retry helps. */
export const retry = (turn: Turn, result: BulkResult): RefreshStep =>
	turn.facts.lateReplies === 0
		? waitFor(turn, {kind: 'retrying', result}, {kind: 'retry partial'})
		: learn(turn, result);

import type {RefreshStep} from './refresh.ts';
import {abandon, beginSearch, remember, type Turn, waitFor} from './turn.ts';

/** What follows where a bulk call has room, and where it has none. */
export type RoomChoices = {
	readonly ready: (turn: Turn) => RefreshStep;
	readonly full: (turn: Turn) => RefreshStep;
};

/** After the connection pair was asked for a connection with a free slot, or needed not be. */
export const takeConnection = (turn: Turn, {ready, full}: RoomChoices): RefreshStep => {
	const {memory, facts} = turn;
	if (facts.connection === memory.connection) {
		return facts.freeSlots > 0 ? ready(turn) : full(turn);
	}

	const moved = remember(abandon(turn), {connection: facts.connection});
	// No domain is known to hang on the new connection: the search finds who does before a bulk call hangs there too.
	return facts.lacksBulk ? ready(moved) : beginSearch(moved, 'connection');
};

/** Looks for a free slot: where domains that hang hold all of them, on another connection. */
export const findRoom = (turn: Turn, choices: RoomChoices): RefreshStep =>
	turn.facts.freeSlots === 0
		? waitFor(turn, {kind: 'replacing'}, {kind: 'replace connection'})
		: takeConnection(turn, choices);

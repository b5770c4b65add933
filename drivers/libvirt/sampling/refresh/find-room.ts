import type {RefreshStep} from './refresh.ts';
import {abandon, beginSearch, remember, type Turn, waitFor} from './turn.ts';

/** The step that follows where a slot is free for a bulk call, and the step where none is free. */
export type RoomChoices = {
	readonly ready: (turn: Turn) => RefreshStep;
	readonly full: (turn: Turn) => RefreshStep;
};

/** Goes on after the connection pair was asked for a connection with a free slot, or did not have to be asked. */
export const takeConnection = (turn: Turn, {ready, full}: RoomChoices): RefreshStep => {
	const {memory, facts} = turn;
	if (facts.connection === memory.connection) {
		return facts.freeSlots > 0 ? ready(turn) : full(turn);
	}

	const moved = remember(abandon(turn), {connection: facts.connection});
	// No domain is known to hang on the new connection. A search finds the domains that hang before a bulk call hangs there too.
	return facts.lacksBulk ? ready(moved) : beginSearch(moved, 'connection');
};

/** Looks for a free slot. Where domains that hang hold all slots, it looks on another connection. */
export const findRoom = (turn: Turn, choices: RoomChoices): RefreshStep =>
	turn.facts.freeSlots === 0
		? waitFor(turn, {kind: 'replacing'}, {kind: 'replace connection'})
		: takeConnection(turn, choices);

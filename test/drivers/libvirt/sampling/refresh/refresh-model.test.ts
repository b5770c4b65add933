import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {
	RefreshEffect,
	RefreshFacts,
	RefreshResult,
} from '../../../../../drivers/libvirt/sampling/refresh/refresh.ts';
import type {RefreshState} from '../../../../../drivers/libvirt/sampling/refresh/refresh-state.ts';
import {createRefreshStepper, domainsOf, firstConnection} from './refresh-stepper.ts';

const connections = [firstConnection, {}, {}];
const everyone = domainsOf('a b c d e f');
const names = everyone.map(({uuid}) => uuid);

/** What is the case at one event, and what comes of the effect before, in whatever state that is. */
type Turn = {
	readonly after: number;
	readonly facts: Omit<RefreshFacts, 'now' | 'connection'>;
	readonly connection: number;
	/** Whether what was asked for came, came in time, or did not fail. */
	readonly isGood: boolean;
	readonly took: number;
	readonly asked: readonly string[];
	readonly refused: readonly string[];
	/** Something else happens instead. */
	readonly other: 'refresh' | 'late reply' | 'wrong event' | undefined;
};

const some = fc.subarray(names);
const domains = fc.subarray([...everyone]);

const turns = fc.array(
	fc.record<Turn>({
		after: fc.constantFrom(0, 0, 0.1, 0.7, 3),
		facts: fc.record({
			isAborted: fc.constantFrom(false, false, false, true),
			freeSlots: fc.constantFrom(4, 4, 2, 1, 0),
			canReplace: fc.boolean(),
			known: fc.oneof({weight: 3, arbitrary: fc.constant(everyone)}, {weight: 1, arbitrary: domains}),
			isListPending: fc.constantFrom(false, false, true),
			quarantined: fc
				.oneof({weight: 2, arbitrary: fc.constant([])}, {weight: 1, arbitrary: some})
				.map((uuids) => new Set(uuids)),
			lateReplies: fc.constantFrom(0, 0, 1, 3),
			lacksBulk: fc.constantFrom(false, false, false, false, true),
			bulkWaits: fc.constantFrom(false, false, true),
		}),
		connection: fc.constantFrom(0, 0, 0, 0, 1, 2),
		isGood: fc.constantFrom(true, true, false),
		took: fc.constantFrom(0.05, 0.3, 2, 30),
		asked: some,
		refused: fc.oneof({weight: 3, arbitrary: fc.constant([])}, {weight: 1, arbitrary: some}),
		other: fc.constantFrom(
			...Array.from({length: 12}, () => undefined),
			...(['refresh', 'late reply', 'wrong event'] as const),
		),
	}),
	{minLength: 1, maxLength: 150, size: 'max'},
);

const resultOf = (state: RefreshState, {isGood, took, asked, refused}: Turn): RefreshResult => {
	switch (state.kind) {
		case 'listing':
			return {kind: 'listed', isInTime: isGood};
		case 'probing':
			return {kind: 'probed', isAwake: isGood};
		case 'waiting':
			return isGood ? {kind: 'settled', isRefused: refused.length > 0, took} : {kind: 'unsettled'};
		case 'querying':
			return {kind: 'queried', asked: new Set(asked), refused, stateOnly: isGood ? [] : everyone};
		default:
			return {kind: 'done'};
	}
};

/** Counts bulk calls: each is started, and then settled or abandoned, once. */
const createCallCount = () => {
	let pending: number | undefined;
	let started = 0;
	return {
		pending: () => pending,
		settle() {
			expect(pending, 'a reply came of no call').toBeDefined();
			pending = undefined;
		},
		follow(effects: readonly RefreshEffect[]) {
			for (const effect of effects) {
				if (effect.kind === 'start bulk call') {
					expect(pending, 'two bulk calls are pending').toBeUndefined();
					started += 1;
					expect(effect.call).toBe(started);
					pending = started;
				} else if (effect.kind === 'abandon bulk call') {
					expect(effect.call, 'it is not the pending call that is abandoned').toBe(pending);
					pending = undefined;
				} else if (effect.kind === 'await bulk call') {
					expect(pending, 'no call is waited for').toBeDefined();
				}
			}
		},
	};
};

const withoutResult = new Set(['start bulk call', 'abandon bulk call']);

/** A domain that was not queried yet stays noted down for its turn. */
const expectNobodyLost = (before: RefreshState, state: RefreshState, result: RefreshResult) => {
	if (result.kind !== 'queried' || before.kind !== 'querying') {
		return;
	}

	if (before.reason === 'refused') {
		const alone = before.course.alone.map(({uuid}) => uuid);
		const waiting = alone.filter((uuid) => !result.asked.has(uuid) || result.refused.includes(uuid));
		expect([...state.memory.refused].sort()).toEqual([...new Set([...waiting, ...result.refused])].sort());
	} else if (before.reason === 'search') {
		const waiting = before.domains.map(({uuid}) => uuid).filter((uuid) => !result.asked.has(uuid));
		const isNewSearch = state.kind === 'querying' && state.reason === 'search';
		expect(isNewSearch || waiting.every((uuid) => state.memory.unsearched.has(uuid))).toBe(true);
	}
};

/** A bulk call is about every known domain, but for quarantined and refused ones, which are queried in another way. */
const expectCovered = (effects: readonly RefreshEffect[], {memory}: RefreshState, facts: RefreshFacts) => {
	for (const effect of effects) {
		if (effect.kind === 'start bulk call') {
			const asked = new Set(
				(effect.domains.length === 0 ? facts.known : effect.domains).map(({uuid}) => uuid),
			);
			for (const {uuid} of facts.known) {
				const isApart = facts.quarantined.has(uuid) || memory.refused.has(uuid);
				expect(asked.has(uuid), `${uuid} is ${isApart ? 'not left out' : 'lost'}`).toBe(!isApart);
			}
		}
	}
};

/** Plays what happens, and checks what holds after every step. */
const follow = (script: readonly Turn[], isWatched = false) => {
	const stepper = createRefreshStepper();
	const calls = createCallCount();
	let now = 100;
	for (const turn of script) {
		now += turn.after;
		const facts = {...turn.facts, now, connection: connections[turn.connection] ?? firstConnection};
		const before = stepper.state();
		const copy = isWatched ? structuredClone(before) : before;
		const result = resultOf(before, turn);
		if (turn.other === 'late reply') {
			expect(stepper.step({kind: 'late reply', call: turn.asked.length, took: turn.took})).toEqual([]);
			expect(stepper.state().kind).toBe(before.kind);
		} else if (turn.other === 'wrong event') {
			const wrong = result.kind === 'done' ? ({kind: 'unsettled'} as const) : ({kind: 'done'} as const);
			expect(stepper.step({...wrong, facts})).toEqual([]);
			expect(stepper.state()).toBe(before);
		} else {
			const isBeginning = before.kind === 'idle' || turn.other === 'refresh';
			if (!isBeginning && result.kind === 'settled') {
				calls.settle();
			}

			const effects = stepper.step(isBeginning ? {kind: 'refresh', delay: 2, facts} : {...result, facts});
			const state = stepper.state();
			calls.follow(effects);
			expectCovered(effects, state, facts);
			expect(effects.slice(0, -1).every(({kind}) => withoutResult.has(kind))).toBe(true);
			expect(state.kind === 'idle' || !withoutResult.has(effects.at(-1)?.kind ?? 'abandon bulk call')).toBe(
				true,
			);
			if (!isBeginning) {
				expectNobodyLost(before, state, result);
			}
		}

		if (isWatched) {
			expect(before).toEqual(copy);
		}

		expect(stepper.state().memory.bulk?.number).toBe(calls.pending());
	}

	return {stepper, now};
};

test('whatever happens, no two bulk calls are pending, each is settled or abandoned, and no domain is lost', () => {
	fc.assert(
		fc.property(turns, (script) => void follow(script)),
		{numRuns: 300},
	);
});

test('once it is to end, a refresh ends after a few steps, whatever comes of them', () => {
	fc.assert(
		fc.property(turns, turns, (script, ending) => {
			const {stepper, now} = follow(script);
			const {lacksBulk} = ending[0]?.facts ?? {lacksBulk: false};
			for (let count = 0; count < 16 && stepper.state().kind !== 'idle'; count += 1) {
				const turn = ending[count % ending.length] ?? script[0];
				if (turn) {
					const facts = {...turn.facts, now, isAborted: true, lacksBulk, connection: firstConnection};
					stepper.step({...resultOf(stepper.state(), turn), facts});
				}
			}

			expect(stepper.state().kind).toBe('idle');
		}),
		{numRuns: 300},
	);
});

test('the same events always lead to the same state, and no step changes the state before it', () => {
	fc.assert(
		fc.property(turns, (script) => {
			const one = follow(script, true).stepper.state();
			expect(follow(script).stepper.state()).toEqual(one);
		}),
		{numRuns: 50},
	);
});

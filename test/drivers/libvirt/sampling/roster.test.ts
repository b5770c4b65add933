import {expect, test} from 'vitest';
import type {StatsRecord} from '../../../../drivers/libvirt/remote/stats-record.ts';
import type {Answer, Answers, Extent} from '../../../../drivers/libvirt/sampling/answers.ts';
import {createRoster, type MakeDomain} from '../../../../drivers/libvirt/sampling/roster.ts';
import {domainLimit} from '../../../../source/domain-bounds.ts';
import type {DomainState} from '../../../../source/sample.ts';

const web = {name: 'web', uuid: 'uuid-web', id: 1};

const states: Readonly<Record<number, DomainState>> = {1: 'running', 3: 'paused', 5: 'shutoff'};

const makeDomain: MakeDomain = ({domain: {uuid, name, id}, values: [state]}, {at}) => ({
	key: uuid,
	uuid,
	name,
	id,
	at,
	state: states[Number(state)] ?? 'unknown',
	incarnation: id === undefined ? 'off' : `id ${id}`,
	memory: {},
});

const record = (domain: StatsRecord['domain'], state: number): StatsRecord => ({
	domain,
	fields: ['state.state'],
	values: [state],
});

const answer = (domain: StatsRecord['domain'], at: number, {state = 1, took = 0} = {}): Answer => ({
	record: record(domain, state),
	askedAt: at - took / 2,
	at,
	wall: at * 1000,
	extent: 'full' satisfies Extent,
});

const answers = (fresh: readonly Answer[], changes: Partial<Answers> = {}): Answers => ({
	fresh: new Map(fresh.map((one) => [one.record.domain.uuid, one])),
	present: undefined,
	suspects: [],
	refused: new Map(),
	refusal: undefined,
	...changes,
});

const createWorld = (...folds: readonly Answers[]) => {
	const roster = createRoster(makeDomain);
	for (const one of folds) {
		roster.fold(one, 100);
	}

	return {roster, web: () => roster.find(web.uuid)};
};

test('an answer older than the last one changes nothing', () => {
	const world = createWorld(answers([answer(web, 20)]), answers([answer(web, 15, {state: 3})]));
	expect(world.web()?.domain).toMatchObject({at: 20, state: 'running'});
});

test('an answer asked for before a domain stopped does not start it again', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20)]));
	roster.note({kind: 'lifecycle', domain: {...web, id: undefined}, change: 'stopped'}, 22);
	roster.fold(answers([answer(web, 24, {took: 6})]), 27);
	expect(row()?.domain).toMatchObject({state: 'shutoff', incarnation: 'off'});
	roster.fold(answers([answer({...web, id: 2}, 30)]), 30);
	expect(row()?.domain).toMatchObject({state: 'running', incarnation: 'id 2'});
});

test('an answer asked for before a domain was suspended does not resume it, and its numbers count', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20)]));
	roster.note({kind: 'lifecycle', domain: web, change: 'suspended'}, 22);
	roster.fold(answers([answer(web, 22.4, {took: 0.9})]), 27);
	expect(row()?.domain).toMatchObject({state: 'paused', at: 22.4});
	roster.fold(answers([answer(web, 30)]), 30);
	expect(row()?.domain.state).toBe('running');
});

test('a domain that crashed and is kept is not shut off', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20)]));
	roster.note({kind: 'lifecycle', domain: web, change: 'crashed'}, 22);
	expect(row()?.domain).toMatchObject({state: 'crashed', incarnation: 'id 1'});
});

test('a domain that never answered has a row, and goes when it is gone', () => {
	const present = {at: 10, domains: new Map([[web.uuid, web]])};
	const {roster, web: row} = createWorld(answers([], {present, suspects: [web.uuid]}));
	expect(row()?.domain).toMatchObject({name: 'web', state: 'unknown'});
	expect(row()).toMatchObject({isFresh: false, heldSince: 10});
	roster.fold(answers([], {present: {at: 20, domains: new Map()}}), 20);
	expect(row()).toBeUndefined();
});

test('numbers of a late answer are left: the row keeps those before, with their time, and takes its state', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20, {took: 0.1})]));
	roster.fold(answers([answer(web, 22.4, {took: 1.2, state: 3})]), 23);
	expect(row()?.domain).toMatchObject({state: 'paused', at: 20});
	roster.fold(answers([answer(web, 24, {took: 0.1})]), 25);
	expect(row()?.domain).toMatchObject({state: 'running', at: 24});
	expect(row()?.domain.datedFrom).toBeUndefined();
});

test('where answers stay late they are taken as soon as the time between two makes up for it', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20, {took: 0.1})]));
	const fold = (at: number, took: number) => {
		roster.fold(answers([answer(web, at, {took})]), at + took / 2);
		return row()?.domain;
	};

	expect(fold(21.5, 1.1)?.at).toBe(20);
	expect(fold(22.8, 1.1)?.at).toBe(22.8);
	expect(fold(24, 1)?.at).toBe(24);
	expect(fold(25, 0.1)?.at).toBe(24);
	expect(fold(26.5, 0.1)?.at).toBe(26.5);
	expect(row()?.domain.datedFrom).toBeUndefined();
});

test('rather than that numbers grow old, late ones are taken, and no rate reaches over the change, either way', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20, {took: 0.1})]));
	const fold = (at: number, took: number) => {
		roster.fold(answers([answer(web, at, {took})]), at + took / 2);
		return row()?.domain;
	};

	expect(fold(24, 5)).toMatchObject({at: 24, datedFrom: 24});
	expect(fold(29, 5)?.datedFrom).toBeUndefined();
	expect(row()?.domain.at).toBe(29);
	expect(fold(33, 0.1)).toMatchObject({at: 33, datedFrom: 33});
	expect(fold(34, 0.1)?.datedFrom).toBeUndefined();
});

test('a late answer about a domain started anew is taken: what was before is another one', () => {
	const {roster, web: row} = createWorld(answers([answer(web, 20)]));
	roster.fold(answers([answer({...web, id: 2}, 22, {took: 2})]), 23);
	expect(row()?.domain).toMatchObject({at: 22, incarnation: 'id 2'});
});

test('of domains without end, each refresh others, no more are kept than there may be', () => {
	const roster = createRoster(makeDomain);
	for (let refresh = 0; refresh < 4; refresh += 1) {
		const fresh = Array.from({length: domainLimit}, (_, index) =>
			answer({name: 'web', uuid: `${refresh}-${index}`, id: 1}, refresh),
		);
		roster.fold(answers(fresh), refresh);
	}

	expect(roster.rows()).toHaveLength(2 * domainLimit);
});

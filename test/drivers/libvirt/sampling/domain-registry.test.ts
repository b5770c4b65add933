import {expect, test} from 'vitest';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';
import {createDomainRegistry, type MakeDomain} from '../../../../drivers/libvirt/sampling/domain-registry.ts';
import type {Completeness, Replies, Reply} from '../../../../drivers/libvirt/sampling/replies.ts';
import {domainLimit} from '../../../../source/model/domain-bounds.ts';
import type {DomainState} from '../../../../source/model/sample.ts';

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

const reply = (domain: StatsRecord['domain'], at: number, {state = 1, took = 0} = {}): Reply => ({
	record: record(domain, state),
	askedAt: at - took / 2,
	at,
	wall: at * 1000,
	completeness: 'full' satisfies Completeness,
});

const replies = (fresh: readonly Reply[], changes: Partial<Replies> = {}): Replies => ({
	fresh: new Map(fresh.map((one) => [one.record.domain.uuid, one])),
	present: undefined,
	quarantined: [],
	refused: new Map(),
	refusal: undefined,
	...changes,
});

const createWorld = (...folds: readonly Replies[]) => {
	const registry = createDomainRegistry(makeDomain);
	for (const one of folds) {
		registry.fold(one, 100);
	}

	return {registry, web: () => registry.find(web.uuid)};
};

test('an answer older than the last one changes nothing', () => {
	const world = createWorld(replies([reply(web, 20)]), replies([reply(web, 15, {state: 3})]));
	expect(world.web()?.domain).toMatchObject({at: 20, state: 'running'});
});

test('an answer asked for before a domain stopped does not start it again', () => {
	const {registry, web: row} = createWorld(replies([reply(web, 20)]));
	registry.note({kind: 'lifecycle', domain: {...web, id: undefined}, change: 'stopped'}, 22);
	registry.fold(replies([reply(web, 24, {took: 6})]), 27);
	expect(row()?.domain).toMatchObject({state: 'shutoff', incarnation: 'off'});
	registry.fold(replies([reply({...web, id: 2}, 30)]), 30);
	expect(row()?.domain).toMatchObject({state: 'running', incarnation: 'id 2'});
});

test('an answer asked for before a domain was suspended does not resume it, and its numbers count', () => {
	const {registry, web: row} = createWorld(replies([reply(web, 20)]));
	registry.note({kind: 'lifecycle', domain: web, change: 'suspended'}, 22);
	registry.fold(replies([reply(web, 22.4, {took: 0.9})]), 27);
	expect(row()?.domain).toMatchObject({state: 'paused', at: 22.4});
	registry.fold(replies([reply(web, 30)]), 30);
	expect(row()?.domain.state).toBe('running');
});

test('a domain that crashed and is kept is not shut off', () => {
	const {registry, web: row} = createWorld(replies([reply(web, 20)]));
	registry.note({kind: 'lifecycle', domain: web, change: 'crashed'}, 22);
	expect(row()?.domain).toMatchObject({state: 'crashed', incarnation: 'id 1'});
});

test('a domain that never answered has a row, and goes when it is gone', () => {
	const present = {at: 10, domains: new Map([[web.uuid, web]])};
	const {registry, web: row} = createWorld(replies([], {present, quarantined: [web.uuid]}));
	expect(row()?.domain).toMatchObject({name: 'web', state: 'unknown'});
	expect(row()).toMatchObject({isFresh: false, heldSince: 10});
	registry.fold(replies([], {present: {at: 20, domains: new Map()}}), 20);
	expect(row()).toBeUndefined();
});

test('numbers of a late answer are left: the row keeps those before, with their time, and takes its state', () => {
	const {registry, web: row} = createWorld(replies([reply(web, 20, {took: 0.1})]));
	registry.fold(replies([reply(web, 22.4, {took: 1.2, state: 3})]), 23);
	expect(row()?.domain).toMatchObject({state: 'paused', at: 20});
	registry.fold(replies([reply(web, 24, {took: 0.1})]), 25);
	expect(row()?.domain).toMatchObject({state: 'running', at: 24});
	expect(row()?.domain.datedFrom).toBeUndefined();
});

test('where answers stay late they are taken as soon as the time between two makes up for it', () => {
	const {registry, web: row} = createWorld(replies([reply(web, 20, {took: 0.1})]));
	const fold = (at: number, took: number) => {
		registry.fold(replies([reply(web, at, {took})]), at + took / 2);
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
	const {registry, web: row} = createWorld(replies([reply(web, 20, {took: 0.1})]));
	const fold = (at: number, took: number) => {
		registry.fold(replies([reply(web, at, {took})]), at + took / 2);
		return row()?.domain;
	};

	expect(fold(24, 5)).toMatchObject({at: 24, datedFrom: 24});
	expect(fold(29, 5)?.datedFrom).toBeUndefined();
	expect(row()?.domain.at).toBe(29);
	expect(fold(33, 0.1)).toMatchObject({at: 33, datedFrom: 33});
	expect(fold(34, 0.1)?.datedFrom).toBeUndefined();
});

test('a late answer about a domain started anew is taken: what was before is another one', () => {
	const {registry, web: row} = createWorld(replies([reply(web, 20)]));
	registry.fold(replies([reply({...web, id: 2}, 22, {took: 2})]), 23);
	expect(row()?.domain).toMatchObject({at: 22, incarnation: 'id 2'});
});

test('of domains without end, each refresh others, no more are kept than there may be', () => {
	const registry = createDomainRegistry(makeDomain);
	for (let refresh = 0; refresh < 4; refresh += 1) {
		const fresh = Array.from({length: domainLimit}, (_, index) =>
			reply({name: 'web', uuid: `${refresh}-${index}`, id: 1}, refresh),
		);
		registry.fold(replies(fresh), refresh);
	}

	expect(registry.rows()).toHaveLength(2 * domainLimit);
});

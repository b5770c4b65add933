import {describe, expect, test} from 'vitest';
import type {Reading} from '../../source/driver/reading.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {shownAsBefore} from '../../source/usage/shown-as-before.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {aDomain, aReading, aSample, momentAt} from '../helpers/sample-builder.ts';
import {differences} from './differences.ts';
import {eagerRefresh} from './eager-refresh.ts';

const guest = (name: string, at: number, changes: Parameters<typeof aDomain>[1] = {}) =>
	aDomain(name, {at, uuid: `uuid of ${name}`, cpuSeconds: at * (1 + name.length), ...changes});

/** Whether each refresh took the places of the refresh before; all that it says is what the rules say. */
const tookPlaces = (refreshes: readonly (readonly Reading[])[]): readonly boolean[] => {
	let usage: Usage | undefined;
	let eager: readonly DomainUsage[] = [];
	return refreshes.map((readings, index) => {
		const moment = momentAt(101 + index);
		const took = shownAsBefore(usage?.domains ?? [], readings) !== undefined;
		usage = usageOf(usage, readings, moment);
		eager = eagerRefresh(eager, readings, moment);
		expect(usage.domains.length).toBe(eager.length);
		expect(differences(usage.domains, eager, `refresh ${index}`, '')).toEqual([]);
		return took;
	});
};

const read = (at: number, ...names: readonly string[]): Reading =>
	aReading(aSample(names.map((name) => guest(name, at))));

describe('places are kept', () => {
	test('where each domain is listed as before', () => {
		expect(tookPlaces([[read(100, 'a', 'b')], [read(101, 'a', 'b')], [read(102, 'a', 'b')]])).toEqual([
			false,
			true,
			true,
		]);
	});

	test('over several connections of several hosts, also where one is lost or gives nothing new', () => {
		const other = aReading(aSample([guest('c', 100)], {host: {id: 'host-2'}}), {uri: 'xl:', driver: 'xen'});
		const lost: Reading = {...other, status: {state: 'lost', message: ''}};
		const refreshes = [
			[read(100, 'a'), other],
			[read(101, 'a'), other],
			[read(102, 'a'), lost],
		];
		expect(tookPlaces(refreshes)).toEqual([false, true, true]);
	});

	test('as the same objects', () => {
		const first = usageOf(undefined, [read(100, 'a')], momentAt(100));
		const places = [101, 102].map((at) => shownAsBefore(first.domains, [read(at, 'a')])?.[0]?.place);
		expect(places[0]).toBeDefined();
		expect(places[1]).toBe(places[0]);
	});
});

describe('the rules are asked', () => {
	const before = [read(100, 'a', 'b')];
	const changes: Readonly<Record<string, readonly Reading[]>> = {
		'where a domain came': [read(101, 'a', 'b', 'c')],
		'where a domain went': [read(101, 'a')],
		'where the order changed': [read(101, 'b', 'a')],
		'where a domain started again': [
			aReading(aSample([guest('a', 101, {incarnation: 'second'}), guest('b', 101)])),
		],
		'where a domain has another uuid': [
			aReading(aSample([guest('a', 101, {uuid: 'uuid of c'}), guest('b', 101)])),
		],
		'where a domain has another key': [aReading(aSample([guest('a', 101, {key: 'c'}), guest('b', 101)]))],
		'where a process took the place of a domain': [
			aReading(
				aSample([
					guest('a', 101, {process: {pid: 41, isTrusted: true, isOfLibvirt: false}}),
					guest('b', 101),
				]),
			),
		],
		'where the host is another': [
			aReading(aSample([guest('a', 101), guest('b', 101)], {host: {id: 'host-2'}})),
		],
		'where the connection is another': [{...read(101, 'a', 'b'), uri: 'qemu:///system'}],
		'where the driver is another': [{...read(101, 'a', 'b'), driver: 'libvirt'}],
		'where nothing is read': [aReading(undefined)],
	};
	test.each(Object.keys(changes))('%s', (name) => {
		expect(tookPlaces([before, changes[name] ?? [], changes[name] ?? []])[1]).toBe(false);
	});

	test('where two connections list one domain', () => {
		const both = (at: number) => [read(at, 'a'), {...read(at, 'a'), uri: 'xl:', driver: 'xen'}];
		expect(tookPlaces([both(100), both(101), [read(102, 'a')], [read(103, 'a')]])).toEqual([
			false,
			false,
			false,
			true,
		]);
	});

	test('where two domains have one key', () => {
		const twins = (at: number) => [
			aReading(aSample([guest('a', at, {key: 'k'}), guest('bc', at, {key: 'k'})])),
		];
		expect(tookPlaces([twins(100), twins(101), twins(102)])).toEqual([false, false, false]);
	});

	test('where a domain is a process', () => {
		const process = {pid: 41, isTrusted: true, isOfLibvirt: false};
		const one = (at: number) => [aReading(aSample([guest('a', at, {process})]))];
		expect(tookPlaces([one(100), one(101)])).toEqual([false, false]);
	});
});

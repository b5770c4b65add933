import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {counterNames} from '../../source/model/counters.ts';
import {domainReading, readingAs} from '../../source/model/domain-reading.ts';
import {createKeptDomains} from '../../source/model/kept-domains.ts';
import {memoryStat} from '../../source/model/memory-stat.ts';
import {identityOf} from '../../source/model/numbers-view.ts';
import {restated, withMemory} from '../../source/model/restated.ts';
import type {Disk, Domain, Memory, Nic} from '../../source/model/sample.ts';
import {completeDomain} from '../helpers/complete-domain.ts';
import {plainOf} from '../helpers/plain-of.ts';
import {aDisk, aDomain} from '../helpers/sample-builder.ts';

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, {nil: undefined});
const number = maybe(fc.oneof(fc.nat(), fc.double({noNaN: true}), fc.constantFrom(0, -0, 2 ** 60)));
const text = maybe(fc.string({maxLength: 4}));
const numbers = (names: readonly string[]) =>
	fc.record(Object.fromEntries(names.map((name) => [name, number])));

const disks = fc.uniqueArray(
	fc.record({
		name: fc.string({maxLength: 3}),
		source: text,
		counterBits: maybe(fc.constant(32 as const)),
		incarnation: text,
		reason: text,
		at: number,
		counters: numbers(counterNames('disk')),
	}),
	{selector: ({name}) => name, maxLength: 4},
);

const domains: fc.Arbitrary<Domain> = fc
	.record({
		at: fc.nat(),
		id: maybe(fc.nat()),
		cpuSeconds: number,
		every: number,
		cpuRate: maybe(fc.record({percent: fc.nat(), interval: fc.nat()})),
		busy: maybe(fc.record({reason: fc.string(), seconds: fc.nat()})),
		pids: maybe(fc.array(fc.nat(), {maxLength: 2})),
		vcpus: maybe(fc.array(numbers(counterNames('vcpu')), {maxLength: 3})),
		disks: maybe(disks),
		nics: maybe(fc.array(numbers(counterNames('nic')), {maxLength: 3})),
		diskSum: maybe(numbers(counterNames('disk'))),
		memory: fc.record({
			currentKiB: number,
			period: number,
			balloon: maybe(fc.constantFrom('present', 'absent')),
			stats: maybe(
				fc.uniqueArray(fc.record({tag: fc.constantFrom(...counterNames('memory')), value: fc.nat()}), {
					selector: ({tag}) => tag,
				}),
			),
		}),
	})
	.map((made) => ({
		...aDomain('web'),
		...made,
		memory: made.memory as Memory,
		vcpus: made.vcpus?.map((vcpu, index) => ({index, ...vcpu})),
		disks: made.disks?.map(({counters, ...disk}) => ({...disk, ...counters}) as Disk),
		nics: made.nics?.map((nic, place) => ({name: `net${place}`, ...nic}) as Nic),
	}));

describe('a reading of a domain', () => {
	test('says what was read, also after another reading of the domain', () => {
		fc.assert(
			fc.property(domains, domains, (first, second) => {
				const reading = domainReading(first, undefined);
				expect(plainOf(reading)).toEqual(plainOf(first));
				expect(JSON.parse(JSON.stringify(reading))).toEqual(JSON.parse(JSON.stringify(first)));
				const later = domainReading(second, reading);
				expect(plainOf(later)).toEqual(plainOf(second));
				expect(plainOf(reading)).toEqual(plainOf(first));
				for (const {tag} of second.memory.stats ?? []) {
					expect(memoryStat(later.memory, tag)).toBe(memoryStat(second.memory, tag));
				}
			}),
		);
	});

	test('keeps what is said as long as it is the same', () => {
		const first = domainReading(completeDomain(100), undefined);
		const second = domainReading(completeDomain(101), first);
		expect(second.cpuSeconds).toBe(4.5);
		expect(identityOf(second)).toBe(identityOf(first));
		expect(second.disks).not.toBe(first.disks);
	});

	test('says of one disk what is new, and keeps the other', () => {
		const said = (source: string) =>
			aDomain('web', {disks: [aDisk('vda', {source: '/a'}), aDisk('vdb', {source})]});
		const first = domainReading(said('/b'), undefined);
		const second = domainReading(said('/c'), first);
		const third = domainReading({...said('/c'), disks: said('/c').disks?.toReversed()}, second);
		const identities = ({disks = []}: Domain) => disks.map(identityOf);
		expect(identities(second)[0]).toBe(identities(first)[0]);
		expect(identities(second)[1]).not.toBe(identities(first)[1]);
		expect(identities(third)).toEqual(identities(second).toReversed());
		expect(identities(third)[0]).toBe(identities(second)[1]);
		expect(second.disks?.[1]?.source).toBe('/c');
	});

	test('can be said in another way, with the same numbers', () => {
		const reading = domainReading(completeDomain(100), undefined);
		const busy = {reason: 'a backup', seconds: 9};
		expect(restated(reading, {state: 'paused', busy})).toEqual({
			...completeDomain(100),
			state: 'paused',
			busy,
		});
		expect(withMemory(reading, {period: 7}).memory).toEqual({...completeDomain(100).memory, period: 7});
		expect(reading.state).toBe('running');
		expect(restated(completeDomain(100), {state: 'paused'}).state).toBe('paused');
		const other = restated(reading, {pids: [5]});
		expect(readingAs(domainReading(completeDomain(101), reading), other)).toEqual({
			...completeDomain(101),
			pids: [5],
		});
	});
});

test('domains of a connection are kept by their key, in any order', () => {
	const kept = createKeptDomains();
	const first = kept([aDomain('a'), aDomain('b')]);
	const second = kept([aDomain('b', {cpuSeconds: 1}), aDomain('c'), aDomain('a', {name: 'other'})]);
	expect(identityOf(second[0] ?? {})).toBe(identityOf(first[1] ?? {}));
	expect(identityOf(second[2] ?? {})).not.toBe(identityOf(first[0] ?? {}));
	expect(second.map(({key, name, cpuSeconds}) => [key, name, cpuSeconds])).toEqual([
		['b', 'b', 1],
		['c', 'c', undefined],
		['a', 'other', undefined],
	]);
});

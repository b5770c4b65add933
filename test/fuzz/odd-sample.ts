import {counterNames} from '../../source/model/counters.ts';
import type {Disk, Domain, DomainState, Nic, Sample, Vcpu} from '../../source/model/sample.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {diskCounters, nicCounters} from '../helpers/complete-domain.ts';
import {aSample} from '../helpers/sample-builder.ts';
import {biggest} from './biggest.ts';
import type {Chance} from './chance.ts';
import {oddNumber, oddText} from './odd-values.ts';

const states: readonly DomainState[] = [
	...([
		'running',
		'idle',
		'paused',
		'shutdown',
		'shutoff',
		'crashed',
		'suspended',
		'dying',
		'unknown',
	] as const),
];
const tags = counterNames('memory');

/** A number that a driver may give: known ones lie from 0 up to 2^63. */
const count = (chance: Chance): number => {
	const value = Math.abs(oddNumber(chance));
	return value < 2 ** 63 ? value : 5;
};

const text = (chance: Chance): string =>
	cleanText(oddText(chance, chance.happens(0.05) ? 400 : chance.below(20)));

/** As long as may be, now and then. */
const long = (chance: Chance): string =>
	chance.happens(0.9) ? text(chance) : cleanText(oddText(chance, chance.size(biggest.letters)));

const maybe = <Value>(chance: Chance, make: (chance: Chance) => Value): Value | undefined =>
	chance.happens(0.75) ? make(chance) : undefined;

const counters = <Key extends string>(chance: Chance, keys: readonly Key[]): Partial<Record<Key, number>> =>
	Object.fromEntries(keys.filter(() => chance.happens(0.8)).map((key) => [key, count(chance)])) as Partial<
		Record<Key, number>
	>;

const disk = (chance: Chance, place: number): Disk => ({
	...counters(chance, [
		...Object.keys(diskCounters),
		'readSectors',
		'writeSectors',
	] as (keyof typeof diskCounters)[]),
	name: `${text(chance)}${place}`,
	source: maybe(chance, text),
	backend: maybe(chance, text),
	physicalSectorBytes: maybe(chance, () => chance.pick([512, 4096])),
	untimed: chance.happens(0.1) ? text(chance) : undefined,
	doubt: chance.happens(0.1) ? text(chance) : undefined,
	reason: chance.happens(0.1) ? text(chance) : undefined,
	counterBits: chance.happens(0.1) ? 32 : undefined,
});

const nic = (chance: Chance, place: number): Nic => ({
	...counters(chance, Object.keys(nicCounters) as (keyof typeof nicCounters)[]),
	name: `${text(chance)}${place}`,
	mac: maybe(chance, text),
	reason: chance.happens(0.1) ? text(chance) : undefined,
});

const vcpu = (chance: Chance, index: number): Vcpu => ({
	index,
	cpuSeconds: maybe(chance, count),
	waitSeconds: maybe(chance, count),
});

const several = <Item>(
	chance: Chance,
	make: (chance: Chance, place: number) => Item,
): readonly Item[] | undefined =>
	maybe(chance, () => Array.from({length: chance.below(4)}, (_, place) => make(chance, place)));

const domain = (chance: Chance, place: number, at: number): Domain => {
	const [disks, nics, vcpus] = [several(chance, disk), several(chance, nic), several(chance, vcpu)];
	return {
		key: `key ${place}`,
		uuid: maybe(chance, () => `f81d4fae-7dec-11d0-a765-00a0c91e6bf${place % 10}`),
		id: maybe(chance, () => chance.below(2 ** 22)),
		name: text(chance),
		state: chance.pick(states),
		incarnation: chance.pick(['1', '2']),
		at: at - chance.pick([0, 0, 0, 1, 100, 1e6]),
		control: chance.happens(0.05) ? true : undefined,
		busy: chance.happens(0.1) ? {reason: text(chance), seconds: count(chance)} : undefined,
		cpuSeconds: maybe(chance, count),
		vcpuCount: maybe(chance, () => Math.floor(count(chance))),
		vcpus,
		vcpusReason: vcpus ? undefined : text(chance),
		memory: {
			...counters(chance, ['currentKiB', 'maximumKiB', 'targetKiB', 'residentKiB', 'period', 'statsAge']),
			balloon: chance.pick(['present', 'absent', undefined]),
			periodRefusal: chance.happens(0.2) ? text(chance) : undefined,
			stats: maybe(chance, () =>
				tags.filter(() => chance.happens(0.6)).map((tag) => ({tag, value: count(chance)})),
			),
			reason: chance.happens(0.2) ? text(chance) : undefined,
		},
		disks,
		disksReason: disks ? undefined : text(chance),
		nics,
		nicsReason: nics ? undefined : text(chance),
	};
};

/** A sample that keeps the rules for drivers, with all that these allow. @param domains at the most. */
export const oddSample = (chance: Chance, at: number, domains: number): Sample =>
	aSample(
		Array.from({length: chance.below(domains + 1)}, (_, place) => domain(chance, place, at)),
		{
			host: {
				at,
				name: text(chance),
				...counters(chance, ['cpuSeconds', 'memoryKiB', 'memoryFreeKiB']),
				cpus: maybe(chance, () => chance.pick([0, 1, 8, 1024, 2 ** 31 - 1])),
			},
			problems: Array.from({length: chance.below(3)}, (_, place) => ({
				kind: `kind ${place}`,
				domain: maybe(chance, () => `key ${place}`),
				message: `${long(chance)}.`,
				advice: `${text(chance)}.`,
			})),
		},
	);

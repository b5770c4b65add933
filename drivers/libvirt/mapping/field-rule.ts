import {counters, type MemoryTag} from '../../../source/model/counters.ts';
import {nanosecondsPerSecond} from '../../../source/model/nanoseconds.ts';
import type {NumberPlace, NumberPlaces} from '../../../source/model/reading-builder.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {balloonTags} from './bulk-fields.ts';
import {counterFieldEntries, type FieldName} from './counter-fields.ts';
import {diskNumbers} from './disks.ts';
import type {DomainInput} from './domain-input.ts';
import {nicNumbers} from './nics.ts';
import type {UsedField} from './used-fields.ts';

/** What a number of a record becomes in a reading of its domain. */
export type FieldRule = {
	/** Where it stands in the reading. Empty: it only says whether something is known. */
	readonly places: readonly NumberPlace[];
	/** What it is divided by there. */
	readonly divisor: number;
	/** Whether another value changes what is said of the domain. `zero`: only a change to or from 0 does. */
	readonly fixed: boolean | 'zero';
};

/** Gives the rule of a field of numbers. Undefined: there is none. */
export type FieldRules = (field: UsedField) => FieldRule | undefined;

const inNanoseconds = {divisor: nanosecondsPerSecond, fixed: false} as const;
const asItIs = {divisor: 1, fixed: false} as const;
const structural: FieldRule = {places: [], divisor: 1, fixed: true};

const counterNames = <Group extends 'disk' | 'nic'>(group: Group): ReadonlyMap<string, FieldName<Group>> =>
	new Map(counterFieldEntries(group).map(([counter, {bulk}]) => [bulk, counter]));

const diskCounters = counterNames('disk');
const nicCounters = counterNames('nic');

const structuralNames: ReadonlySet<string> = new Set([
	'state.state',
	'state.reason',
	'net.count',
	'block.count',
]);

/** The place of each device that has counters, by its number in the names of fields. */
const countedPlaces = (
	numbers: readonly number[],
	devices: Domain['disks'] | Domain['nics'],
): ReadonlyMap<number, number> =>
	new Map(
		numbers.flatMap((number, place) =>
			devices?.[place]?.reason === undefined ? [[number, place] as const] : [],
		),
	);

/** The rules for the records of a domain that QEMU runs, or that does not run. */
export const fieldRules = (input: DomainInput, reading: Domain, to: NumberPlaces): FieldRules => {
	const {memory, vcpus} = reading;
	const {fields, isRunning} = input;
	const answered = new Set(memory.stats?.map(({tag}) => tag));
	const running = (places: readonly NumberPlace[]): readonly NumberPlace[] => (isRunning ? places : []);
	const disks = countedPlaces(diskNumbers(input), reading.disks);
	const nics = countedPlaces(nicNumbers(input), reading.nics);
	const vcpuPlaces = new Map(vcpus?.map(({index}, place) => [index, place]));
	const stat = (tag: MemoryTag): readonly NumberPlace[] => (answered.has(tag) ? [to.stat(tag)] : []);

	const own: Readonly<Record<string, FieldRule>> = {
		'cpu.time': {places: running([to.own('cpuSeconds')]), ...inNanoseconds},
		'vcpu.current': {places: [to.own('vcpuCount')], ...asItIs},
		'balloon.current': {places: running([to.own('currentKiB'), ...stat('actual')]), ...asItIs},
		'balloon.maximum': {places: [to.own('maximumKiB')], ...asItIs},
		'balloon.rss': {places: running([to.own('residentKiB'), ...stat('rss')]), ...asItIs},
	};

	const vcpuRule = (number: number, key: string): FieldRule | undefined => {
		const place = vcpuPlaces.get(number);
		const places = (name: 'cpuSeconds' | 'waitSeconds') =>
			place === undefined ? [] : [to.vcpu(place, name)];
		switch (key) {
			case 'state':
				// 0 is offline: the domain does not show the vCPU.
				return {places: [], divisor: 1, fixed: 'zero'};
			case 'time':
				return {places: places('cpuSeconds'), ...inNanoseconds};
			case 'delay':
				return {places: places('waitSeconds'), ...inNanoseconds};
			case 'wait': {
				// `delay` comes first. A `wait` of 0 says nothing.
				const {delay, wait} = fields.vcpus.get(number) ?? {};
				return delay === undefined && wait !== undefined
					? {places: wait === 0 ? [] : places('waitSeconds'), divisor: nanosecondsPerSecond, fixed: 'zero'}
					: {places: [], ...asItIs};
			}

			default:
				return undefined;
		}
	};

	const diskRule = (number: number, key: string): FieldRule | undefined => {
		const counter = diskCounters.get(key);
		const place = disks.get(number);
		return (
			counter && {
				places: place === undefined ? [] : running([to.disk(place, counter)]),
				...(counters.disk[counter].unit === 'seconds' ? inNanoseconds : asItIs),
			}
		);
	};

	const nicRule = (number: number, key: string): FieldRule | undefined => {
		const counter = nicCounters.get(key);
		const place = nics.get(number);
		return counter && {places: place === undefined ? [] : running([to.nic(place, counter)]), ...asItIs};
	};

	const numberedRules = new Map([
		['block', diskRule],
		['net', nicRule],
		['vcpu', vcpuRule],
	]);

	return ({name, numbered}) => {
		if (numbered) {
			return numberedRules.get(numbered.group)?.(numbered.number, numbered.key);
		}

		const tag = balloonTags.get(name);
		return structuralNames.has(name)
			? structural
			: tag === undefined || tag === 'rss'
				? own[name]
				: {places: running(stat(tag)), divisor: 1, fixed: tag === 'last_update' ? 'zero' : false};
	};
};

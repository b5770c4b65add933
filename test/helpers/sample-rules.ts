import type {Domain, Sample} from '../../source/model/sample.ts';
import {cleanText, textLimits} from '../../source/text/clean-text.ts';
import {plainOf} from './plain-of.ts';

/** Monotonic times may lie before the clock's zero. */
const mayBeNegative = new Set(['at']);

/** Longest text allowed: some texts may be longer than a name. */
const longest = (key: string): number =>
	key === 'source'
		? textLimits.path
		: /(?:message|advice|reason|refusal|origins?)$/i.test(key)
			? textLimits.report
			: textLimits.name;

const valueFault = (value: unknown, key: string): string | undefined => {
	if (value === undefined || typeof value === 'boolean') {
		return undefined;
	}

	if (typeof value === 'number') {
		const known = Number.isFinite(value) && value < 2 ** 63 && (value >= 0 || mayBeNegative.has(key));
		return known ? undefined : `${value} stands for unknown`;
	}

	if (typeof value === 'string') {
		return value === cleanText(value, longest(key))
			? undefined
			: `${JSON.stringify(value)} is not clean, or too long`;
	}

	return value === null ? 'null stands for unknown' : `is a ${typeof value}`;
};

const faultsIn = (value: unknown, path: string, key: string): readonly string[] => {
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([name, inner]) => faultsIn(inner, `${path}.${name}`, name));
	}

	const fault = valueFault(value, key);
	return fault === undefined ? [] : [`${path}: ${fault}`];
};

/** Every value of a sample that breaks a rule for values, with the path to it. Empty: all is well. */
export const badValues = (value: unknown): readonly string[] => faultsIn(plainOf(value), 'sample', '');

const repeated = (names: readonly (string | number)[], what: string): readonly string[] => {
	const seen = new Set<string | number>();
	return names.filter((name) => seen.size === seen.add(name).size).map((name) => `${what} ${name} twice`);
};

/** Every identity that two things share. Empty: all are unique. */
export const sharedIdentities = ({domains}: Sample): readonly string[] => [
	...repeated(
		domains.map(({key}) => key),
		'domain',
	),
	...domains.flatMap(({name, disks = [], nics = [], vcpus = [], memory}) => [
		...repeated(
			disks.map((disk) => disk.name),
			`${name}: disk`,
		),
		...repeated(
			nics.map((nic) => nic.name),
			`${name}: nic`,
		),
		...repeated(
			vcpus.map(({index}) => index),
			`${name}: vcpu`,
		),
		...repeated(
			(memory.stats ?? []).map(({tag}) => tag),
			`${name}: tag`,
		),
	]),
];

const notCounters = new Set(['index', 'physicalSectorBytes', 'counterBits', 'at']);

type Counter = {
	/** Name of the device. Undefined: the counter is the domain's own. */
	readonly device: string | undefined;
	readonly path: string;
	readonly value: number;
};

const countersOf = (device: string, fields: object): readonly Counter[] =>
	Object.entries(plainOf(fields) as object)
		.filter(([field, value]) => typeof value === 'number' && !notCounters.has(field))
		.map(([field, value]) => ({device, path: `${device} ${field}`, value}));

/** Every counter of a domain, without balloon statistics: a guest that reboots restarts those. */
export const domainCounters = ({
	cpuSeconds,
	vcpus = [],
	disks = [],
	nics = [],
}: Domain): readonly Counter[] => [
	...(cpuSeconds === undefined ? [] : [{device: undefined, path: 'cpuSeconds', value: cpuSeconds}]),
	...vcpus.flatMap((vcpu) => countersOf(`vcpu ${vcpu.index}`, vcpu)),
	...disks.flatMap((disk) => countersOf(disk.name, disk)),
	...nics.flatMap((nic) => countersOf(nic.name, nic)),
];

/**
Every counter that fell from one sample to a later one within an incarnation.
@param mayReset counters that the world says it may reset.
*/
export const fallenCounters = (
	before: Sample,
	after: Sample,
	mayReset: (domain: Domain, device: string | undefined) => boolean = () => false,
): readonly string[] =>
	after.domains.flatMap((domain) => {
		const past = before.domains.find(({key}) => key === domain.key);
		if (past?.incarnation !== domain.incarnation) {
			return [];
		}

		const values = new Map(domainCounters(past).map(({path, value}) => [path, value]));
		return domainCounters(domain)
			.filter(({path, value, device}) => value < (values.get(path) ?? 0) && !mayReset(domain, device))
			.map(({path, value}) => `${domain.name}: ${path} fell from ${values.get(path)} to ${value}`);
	});

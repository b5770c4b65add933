import {counters, type MemoryTag} from '../../../source/model/counters.ts';
import {knownNumber} from '../../../source/model/known-count.ts';
import {secondsOf} from '../../../source/model/nanoseconds.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import {balloonTags, sumPrefix} from './bulk-fields.ts';
import {counterFieldEntries} from './counter-fields.ts';
import {
	type DiskFields,
	emptyDisk,
	emptyNic,
	emptyVcpu,
	type NicFields,
	type RecordFields,
	type VcpuFields,
} from './record-fields.ts';

/** Puts a value where its field belongs. */
export type FieldSetter = (into: RecordFields, value: XdrValue) => void;

type NumberKey<Target> = {
	[Key in keyof Target]: Target[Key] extends number | undefined ? Key : never;
}[keyof Target];

type TextKey<Target> = {
	[Key in keyof Target]: Target[Key] extends string | undefined ? Key : never;
}[keyof Target];

type Setter<Target> = (into: Target, value: XdrValue) => void;

/** Setters by the part of a field's name that follows its number. */
type Setters<Target> = ReadonlyMap<string, Setter<Target>>;

const setNumber =
	<Target>(key: NumberKey<Target>): Setter<Target> =>
	(into, value) => {
		into[key] = knownNumber(value) as Target[NumberKey<Target>];
	};

const setSeconds =
	<Target>(key: NumberKey<Target>): Setter<Target> =>
	(into, value) => {
		into[key] = secondsOf(knownNumber(value)) as Target[NumberKey<Target>];
	};

const setText =
	<Target>(key: TextKey<Target>): Setter<Target> =>
	(into, value) => {
		into[key] = (typeof value === 'string' ? value : undefined) as Target[TextKey<Target>];
	};

const vcpuSetters: Setters<VcpuFields> = new Map(
	(['state', 'time', 'delay', 'wait'] as const).map((key) => [key, setNumber(key)]),
);

const nicSetters: Setters<NicFields> = new Map([
	...counterFieldEntries('nic').map(([counter, {bulk}]) => [bulk, setNumber<NicFields>(counter)] as const),
	...(['name', 'reason'] as const).map((key) => [key, setText<NicFields>(key)] as const),
]);

const diskSetters: Setters<DiskFields> = new Map([
	...counterFieldEntries('disk').map(([counter, {bulk}]): [string, Setter<DiskFields>] => [
		bulk,
		counters.disk[counter].unit === 'seconds' ? setSeconds(counter) : setNumber(counter),
	]),
	...(['name', 'path', 'reason'] as const).map((key) => [key, setText<DiskFields>(key)] as const),
]);

const setBalloon =
	(tag: MemoryTag): FieldSetter =>
	({balloon}, value) => {
		const number = knownNumber(value);
		if (number !== undefined) {
			balloon[tag] = number;
		}
	};

/** A count says that the record has the disks or NICs, whatever the number is. */
const setCount =
	(key: 'diskCount' | 'nicCount'): FieldSetter =>
	(into, value) => {
		into[key] = knownNumber(value) ?? 0;
	};

/** How many things of one group are taken from a record. The images below its disks make more of them than a domain has disks. */
const groupLimit = 8192;

/** Fields without a number in their names. */
const plain: ReadonlyMap<string, FieldSetter> = new Map([
	['state.state', setNumber<RecordFields>('state')],
	['state.reason', setNumber<RecordFields>('stateReason')],
	['cpu.time', setNumber<RecordFields>('cpuTime')],
	['vcpu.current', setNumber<RecordFields>('vcpuCount')],
	['balloon.current', setNumber<RecordFields>('currentKiB')],
	['balloon.maximum', setNumber<RecordFields>('maximumKiB')],
	...[...balloonTags].map(([field, tag]) => [field, setBalloon(tag)] as const),
	['net.count', setCount('nicCount')],
	['block.count', setCount('diskCount')],
]);

/** What the map of a group holds. */
type Taken<Group extends 'vcpus' | 'nics' | 'disks'> =
	RecordFields[Group] extends Map<number, infer Value> ? Value : never;

type NumberedSetter = (index: number, key: string) => FieldSetter | undefined;

const within = <Group extends 'vcpus' | 'nics' | 'disks', Target extends Taken<Group>>(
	group: Group,
	setters: Setters<Target>,
	empty: () => Target,
): NumberedSetter => {
	return (index, key) => {
		const set = setters.get(key);
		return (
			set &&
			((into, value) => {
				const targets = into[group] as Map<number, Target>;
				let target = targets.get(index);
				if (target === undefined) {
					if (targets.size >= groupLimit) {
						into.beyond[group] = Math.max(into.beyond[group], index + 1);
						return;
					}

					target = empty();
					targets.set(index, target);
				}

				set(target, value);
			})
		);
	};
};

const sumSetters: Setters<DiskFields> = new Map(
	[...diskSetters].map(([key, set]) => [`${sumPrefix}.${key}`, set]),
);

const numbered: ReadonlyMap<string, NumberedSetter> = new Map([
	['vcpu', within('vcpus', vcpuSetters, emptyVcpu)],
	['net', within('nics', nicSetters, emptyNic)],
	['block', within('disks', diskSetters, emptyDisk)],
]);

/** `group.N.word`. No group has a million members. */
const numberedForm = /^([a-z]+)\.(0|[1-9]\d{0,5})\.(.+)$/;

/** The parts of a field's name that has a number. Undefined: it has none. */
export const numberedName = (
	name: string,
): {readonly group: string; readonly number: number; readonly key: string} | undefined => {
	const [, group, number, key] = numberedForm.exec(name) ?? [];
	return group === undefined || key === undefined ? undefined : {group, number: Number(number), key};
};

/**
What to do with a field of this name (virConnectGetAllDomainStats). `block.N.errors` is documented there and never sent.
`block.N.reason`, `net.N.reason` and `block.sum.*` are domtop's own. Undefined: domtop has no use for the field.
*/
export const fieldSetter = (name: string): FieldSetter | undefined => {
	const setter = plain.get(name);
	if (setter) {
		return setter;
	}

	const ofSum = sumSetters.get(name);
	if (ofSum) {
		return (into, value) => {
			into.diskSum ??= emptyDisk();
			ofSum(into.diskSum, value);
		};
	}

	const parts = numberedName(name);
	return parts && numbered.get(parts.group)?.(parts.number, parts.key);
};

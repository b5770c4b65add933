import {knownNumber} from '../../../source/known-number.ts';
import type {MemoryTag} from '../../../source/sample.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import {sumPrefix} from './bulk-words.ts';
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

/** By the words of a field's name after its number. */
type Words<Target> = {
	readonly numbers: Readonly<Record<string, NumberKey<Target>>>;
	readonly texts: Readonly<Record<string, TextKey<Target>>>;
};

const vcpuWords: Words<VcpuFields> = {
	numbers: {state: 'state', time: 'time', delay: 'delay', wait: 'wait'},
	texts: {},
};

const nicWords: Words<NicFields> = {
	numbers: {
		'rx.bytes': 'receiveBytes',
		'rx.pkts': 'receivePackets',
		'rx.errs': 'receiveErrors',
		'rx.drop': 'receiveDrops',
		'tx.bytes': 'transmitBytes',
		'tx.pkts': 'transmitPackets',
		'tx.errs': 'transmitErrors',
		'tx.drop': 'transmitDrops',
	},
	texts: {name: 'name', reason: 'reason'},
};

const diskWords: Words<DiskFields> = {
	numbers: {
		'rd.reqs': 'readRequests',
		'rd.bytes': 'readBytes',
		'rd.times': 'readTime',
		'wr.reqs': 'writeRequests',
		'wr.bytes': 'writeBytes',
		'wr.times': 'writeTime',
		'fl.reqs': 'flushRequests',
		'fl.times': 'flushTime',
		errors: 'errors',
	},
	texts: {name: 'name', path: 'path', reason: 'reason'},
};

type NumberSetter<Target> = (into: Target, value: XdrValue) => void;

const setNumber =
	<Target>(key: NumberKey<Target>): NumberSetter<Target> =>
	(into, value) => {
		into[key] = knownNumber(value) as Target[NumberKey<Target>];
	};

const setText =
	<Target>(key: TextKey<Target>): NumberSetter<Target> =>
	(into, value) => {
		into[key] = (typeof value === 'string' ? value : undefined) as Target[TextKey<Target>];
	};

const setBalloon =
	(tag: MemoryTag): FieldSetter =>
	({balloon}, value) => {
		const number = knownNumber(value);
		if (number !== undefined) {
			balloon[tag] = number;
		}
	};

/** That it speaks of them says something, whatever the number is. */
const setCount =
	(key: 'diskCount' | 'nicCount'): FieldSetter =>
	(into, value) => {
		into[key] = knownNumber(value) ?? 0;
	};

/** Things of one group that are taken of a record: with the images below its disks a domain has some more than disks. */
const groupLimit = 8192;

/** Fields without a number in their names. */
const plain: ReadonlyMap<string, FieldSetter> = new Map([
	['state.state', setNumber<RecordFields>('state')],
	['state.reason', setNumber<RecordFields>('stateReason')],
	['cpu.time', setNumber<RecordFields>('cpuTime')],
	['vcpu.current', setNumber<RecordFields>('vcpuCount')],
	['balloon.current', setNumber<RecordFields>('currentKiB')],
	['balloon.maximum', setNumber<RecordFields>('maximumKiB')],
	['balloon.swap_in', setBalloon('swap_in')],
	['balloon.swap_out', setBalloon('swap_out')],
	['balloon.major_fault', setBalloon('major_fault')],
	['balloon.minor_fault', setBalloon('minor_fault')],
	['balloon.unused', setBalloon('unused')],
	['balloon.available', setBalloon('available')],
	['balloon.usable', setBalloon('usable')],
	['balloon.last-update', setBalloon('last_update')],
	['balloon.disk_caches', setBalloon('disk_caches')],
	['balloon.hugetlb_pgalloc', setBalloon('hugetlb_pgalloc')],
	['balloon.hugetlb_pgfail', setBalloon('hugetlb_pgfail')],
	['balloon.rss', setBalloon('rss')],
	['net.count', setCount('nicCount')],
	['block.count', setCount('diskCount')],
]);

/** What the map of a group holds. */
type Taken<Group extends 'vcpus' | 'nics' | 'disks'> =
	RecordFields[Group] extends Map<number, infer Value> ? Value : never;

type NumberedSetter = (index: number, word: string) => FieldSetter | undefined;

const within = <Group extends 'vcpus' | 'nics' | 'disks', Target extends Taken<Group>>(
	group: Group,
	{numbers, texts}: Words<Target>,
	empty: () => Target,
): NumberedSetter => {
	const setters = new Map<string, NumberSetter<Target>>([
		...Object.entries(numbers).map(([word, key]) => [word, setNumber<Target>(key)] as const),
		...Object.entries(texts).map(([word, key]) => [word, setText<Target>(key)] as const),
	]);
	return (index, word) => {
		const set = setters.get(word);
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

const {numbers, texts} = diskWords;
const sumSetters = new Map<string, NumberSetter<DiskFields>>([
	...Object.entries(numbers).map(
		([word, key]) => [`${sumPrefix}.${word}`, setNumber<DiskFields>(key)] as const,
	),
	...Object.entries(texts).map(([word, key]) => [`${sumPrefix}.${word}`, setText<DiskFields>(key)] as const),
]);

const numbered: ReadonlyMap<string, NumberedSetter> = new Map([
	['vcpu', within('vcpus', vcpuWords, emptyVcpu)],
	['net', within('nics', nicWords, emptyNic)],
	['block', within('disks', diskWords, emptyDisk)],
]);

/** `group.N.word`; no group has a million. */
const numberedName = /^([a-z]+)\.(0|[1-9]\d{0,5})\.(.+)$/;

/**
What to do with a field of this name (virConnectGetAllDomainStats; `block.N.errors` is documented there and never sent,
`block.N.reason`, `net.N.reason` and `block.sum.*` are domtop's own). Absent: nothing, domtop has no use for it.
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

	const [, group = '', index, word = ''] = numberedName.exec(name) ?? [];
	return numbered.get(group)?.(Number(index), word);
};

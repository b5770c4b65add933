import {type CounterName, counterEntries} from '../model/counters.ts';

/** The counters that virsh prints, each with virsh's name, in the order of virsh's lines. */
export const virshCounters = <Group extends 'disk' | 'nic'>(
	group: Group,
): readonly (readonly [name: string, counter: CounterName<Group>])[] =>
	counterEntries(group)
		.flatMap(([counter, {virsh}]) => (virsh ? [{...virsh, counter}] : []))
		.sort((one, other) => one.line - other.line)
		.map(({name, counter}) => [name, counter]);

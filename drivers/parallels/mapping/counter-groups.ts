import {knownNumber} from '../../../source/model/known-count.ts';
import type {Block} from '../statistics/block.ts';

/** Known counters of one thing (disk, NIC, vCPU, memory), by the last part of their names: `read_total`. */
export type CounterGroup = ReadonlyMap<string, number>;

const groupName = /^(devices\.[a-z]+\d+|net\.nic\d+|guest\.vcpu\d+|guest\.ram)\.([a-z_]+)$/;

/** The counters of a block by what they belong to: `devices.scsi0`, `net.nic0`, `guest.vcpu0`, `guest.ram`; unknown ones are left out. */
export const counterGroups = ({counters}: Block): ReadonlyMap<string, CounterGroup> => {
	const groups = new Map<string, Map<string, number>>();
	for (const [name, given] of counters) {
		const [, thing, counter] = groupName.exec(name) ?? [];
		const value = knownNumber(given);
		if (thing === undefined || counter === undefined || value === undefined) {
			continue;
		}

		const group = groups.get(thing) ?? new Map<string, number>();
		groups.set(thing, group.set(counter, value));
	}

	return groups;
};

/** The numbered groups of one kind, in the order of their numbers. @param kind `net.nic` */
export const numberedGroups = (
	groups: ReadonlyMap<string, CounterGroup>,
	kind: string,
): readonly {readonly index: number; readonly group: CounterGroup}[] =>
	[...groups]
		.filter(([thing]) => thing.startsWith(kind))
		.map(([thing, group]) => ({index: Number(thing.slice(kind.length)), group}))
		.sort((one, other) => one.index - other.index);

/** Was a counter ever written? An unwritten counter reads 0 (Storage::read of prl-disp-service), so all zeros say nothing. */
export const wasCounted = (group: CounterGroup): boolean => [...group.values()].some((value) => value > 0);

import type {CounterTexts} from '../../../source/model/counters.ts';
import {deviceLimits, excessOf} from '../../../source/model/domain-bounds.ts';
import type {Disk, Domain} from '../../../source/model/sample.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import {type CounterGroup, wasCounted} from './counter-groups.ts';
import type {MachineInput} from './domain-input.ts';
import {reasons} from './reasons.ts';

const prefix = 'devices.';

/** prlctl's names of the counters of a disk, after `devices.<bus>N`. */
export const diskCounterNames = {
	readBytes: 'read_total',
	writeBytes: 'write_total',
	readRequests: 'read_requests',
	writeRequests: 'write_requests',
} as const satisfies CounterTexts<'disk'>;

const diskOf = (
	group: CounterGroup | undefined,
	gap: string | undefined,
	name: string,
	source: string | undefined,
): Disk => {
	const {untimed} = reasons;
	if (!group || !wasCounted(group)) {
		return {name, source, untimed, reason: gap ?? (group ? reasons.neverCounted : reasons.noCounters)};
	}

	return {
		name,
		source,
		untimed,
		readBytes: group.get(diskCounterNames.readBytes),
		writeBytes: group.get(diskCounterNames.writeBytes),
		readRequests: group.get(diskCounterNames.readRequests),
		writeRequests: group.get(diskCounterNames.writeRequests),
	};
};

/** Compares numbers in names as numbers: scsi2 comes before scsi10. */
const {compare: byName} = new Intl.Collator('en', {numeric: true});

/**
The configured disks, each with the counters of its bus and position. Then the disks that only counters show, under
the counters' name. Containers have no request counts.
*/
export const machineDisks = ({
	machine,
	groups,
	gap,
}: MachineInput): Pick<Domain, 'disks' | 'disksReason' | 'excess'> => {
	const configured = machine.details?.disks;
	const known = new Set(configured?.map(({counter}) => counter));
	const counted = [...groups.keys()].filter((thing) => thing.startsWith(prefix) && !known.has(thing));
	if (!configured && counted.length === 0) {
		return {disksReason: gap ?? reasons.notReported};
	}

	const disks = [
		...(configured ?? []).map(({name, counter, source}) => diskOf(groups.get(counter), gap, name, source)),
		...counted
			.sort(byName)
			.map((thing) => diskOf(groups.get(thing), gap, thing.slice(prefix.length), undefined)),
	];
	return {
		...excessOf({disks: disks.length}),
		disks: uniqueNames(disks.slice(0, deviceLimits.disks)),
	};
};

import type {CounterTexts} from '../../../source/model/counters.ts';
import {deviceLimits, excessOf} from '../../../source/model/domain-bounds.ts';
import type {Domain, Nic} from '../../../source/model/sample.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import {type CounterGroup, numberedGroups, wasCounted} from './counter-groups.ts';
import type {MachineInput} from './domain-input.ts';
import {reasons} from './reasons.ts';

const kind = 'net.nic';

/** prlctl's names of the counters of a NIC, after `net.nicN`. */
export const nicCounterNames = {
	receiveBytes: 'bytes_in',
	transmitBytes: 'bytes_out',
	receivePackets: 'pkts_in',
	transmitPackets: 'pkts_out',
} as const satisfies CounterTexts<'nic'>;

/** The venet of a container has the index −1, printed as an unsigned number of 32 bits. */
const venetIndex = 2 ** 32 - 1;

const nameOf = (index: number): string => (index === venetIndex ? 'venet0' : `net${index}`);

const nicOf = (
	group: CounterGroup | undefined,
	gap: string | undefined,
	name: string,
	mac: string | undefined,
): Nic => {
	if (!group || !wasCounted(group)) {
		return {name, mac, reason: gap ?? (group ? reasons.neverCounted : reasons.noCounters)};
	}

	return {
		name,
		mac,
		receiveBytes: group.get(nicCounterNames.receiveBytes),
		transmitBytes: group.get(nicCounterNames.transmitBytes),
		receivePackets: group.get(nicCounterNames.receivePackets),
		transmitPackets: group.get(nicCounterNames.transmitPackets),
	};
};

/**
The configured NICs, then the NICs that only counters show. `in` is what the guest received.
prlctl has no counters of errors and drops.
*/
export const machineNics = ({
	machine,
	groups,
	gap,
}: MachineInput): Pick<Domain, 'nics' | 'nicsReason' | 'excess'> => {
	const configured = machine.details?.nics;
	const known = new Set(configured?.map(({index}) => index));
	const counted = numberedGroups(groups, kind).filter(({index}) => !known.has(index));
	if (!configured && counted.length === 0) {
		return {nicsReason: gap ?? reasons.notReported};
	}

	const nics = [
		...(configured ?? []).map(({index, name, mac}) => nicOf(groups.get(`${kind}${index}`), gap, name, mac)),
		...counted.map(({index, group}) => nicOf(group, gap, nameOf(index), undefined)),
	];
	return {...excessOf({nics: nics.length}), nics: uniqueNames(nics.slice(0, deviceLimits.nics))};
};

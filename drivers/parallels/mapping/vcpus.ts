import {secondsOf} from '../../../source/model/nanoseconds.ts';
import type {Domain, Vcpu} from '../../../source/model/sample.ts';
import {sumKnown} from '../../../source/model/sum-known.ts';
import {numberedGroups, wasCounted} from './counter-groups.ts';
import type {MachineInput} from './domain-input.ts';
import {reasons} from './reasons.ts';

type Processors = Pick<Domain, 'cpuSeconds' | 'vcpuCount' | 'vcpus' | 'vcpusReason'>;

const shownVcpus = (
	{machine, gap}: MachineInput,
	vcpus: readonly Vcpu[],
): Pick<Domain, 'vcpus' | 'vcpusReason'> => {
	if (machine.kind === 'container') {
		return {vcpusReason: gap ?? reasons.sharedTime};
	}

	return vcpus.length === 0 ? {vcpusReason: gap ?? reasons.notReported} : {vcpus};
};

/**
Processor times from guest.vcpuN.time, nanoseconds; guest.cpu.* are differences over an unknown time. Each processor of a
container has an even share of the container's whole time: the sum is right, a single share says nothing.
*/
export const machineVcpus = (input: MachineInput, isOff: boolean): Processors => {
	const {machine, groups} = input;
	const timed = numberedGroups(groups, 'guest.vcpu').filter(({group}) => group.has('time'));
	// Just after the start all times are 0, not yet written. Later a single 0 is true: the vCPU was always offline.
	const isCounted = timed.some(({group}) => wasCounted(group));
	const vcpus = timed.map(
		({index, group}): Vcpu => ({
			index,
			cpuSeconds: isCounted ? secondsOf(group.get('time') ?? 0) : undefined,
		}),
	);
	return {
		cpuSeconds: vcpus.length === 0 ? undefined : sumKnown(vcpus, ({cpuSeconds}) => cpuSeconds),
		vcpuCount: machine.details?.cpus ?? (vcpus.length || undefined),
		...(isOff ? {} : shownVcpus(input, vcpus)),
	};
};

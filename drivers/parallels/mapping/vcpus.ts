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

	return vcpus.length === 0 ? {vcpusReason: gap ?? reasons.notTold} : {vcpus};
};

/**
Processor times from guest.vcpuN.time, nanoseconds; guest.cpu.* are differences over a time that nobody tells. Each
processor of a container has an even share of its whole time: their sum is right, one of them says nothing.
@param asked for the single processors.
*/
export const machineVcpus = (situation: MachineInput, isOff: boolean, asked: boolean): Processors => {
	const {machine, groups} = situation;
	const told = numberedGroups(groups, 'guest.vcpu').filter(({group}) => group.has('time'));
	// Just started all of them are 0, which nobody wrote yet; later one may have been offline all the time.
	const isCounted = told.some(({group}) => wasCounted(group));
	const vcpus = told.map(
		({index, group}): Vcpu => ({index, cpuSeconds: isCounted ? (group.get('time') ?? 0) / 1e9 : undefined}),
	);
	return {
		cpuSeconds: vcpus.length === 0 ? undefined : sumKnown(vcpus, ({cpuSeconds}) => cpuSeconds),
		vcpuCount: machine.details?.cpus ?? (vcpus.length || undefined),
		...(asked && !isOff ? shownVcpus(situation, vcpus) : {}),
	};
};

import {excessOf} from '../../../source/model/domain-bounds.ts';
import {counterGroups} from './counter-groups.ts';
import {machineDisks} from './disks.ts';
import type {MachineInput} from './domain-input.ts';
import type {DomainOfMachine, MachineReading} from './machine-reading.ts';
import {machineState} from './machine-state.ts';
import {machineMemory} from './memory.ts';
import {machineNics} from './nics.ts';
import {reasons} from './reasons.ts';
import {updateIntervalOf} from './update-interval.ts';
import {machineVcpus} from './vcpus.ts';

const gapOf = (
	isOff: boolean,
	isPaused: boolean,
	reading: MachineReading | undefined,
): string | undefined => {
	if (isOff) {
		return reasons.off;
	}

	return reading ? undefined : isPaused ? reasons.paused : reasons.notYet;
};

/**
A machine as a domain. Its key is the uuid, as in libvirt's driver: where both see one host, libvirt's row is shown.
The last block says nothing of a machine that is off. The numbers of a paused machine stay and grow stale, because it
sends no events.
*/
export const domainOfMachine: DomainOfMachine = (machine, last, {now, statusSince = now}) => {
	const reported = machineState(machine.status, Math.max(0, now - statusSince));
	const {state} = reported;
	const isOff = state === 'shutoff';
	const reading = isOff ? undefined : last;
	const input: MachineInput = {
		machine,
		groups: reading ? counterGroups(reading.block) : new Map(),
		gap: gapOf(isOff, state === 'paused', reading),
	};
	const [disks, nics] = [machineDisks(input), machineNics(input)];
	return {
		key: machine.uuid,
		uuid: machine.uuid,
		name: machine.name || machine.uuid,
		...reported,
		incarnation: isOff ? 'off' : (reading?.incarnation ?? 'not read yet'),
		at: reading?.changedAt ?? now,
		datedFrom: reading?.datedFrom,
		every: reading && updateIntervalOf(reading),
		...machineVcpus(input, isOff),
		memory: machineMemory(input, isOff),
		...disks,
		...nics,
		...excessOf({...disks.excess, ...nics.excess}),
	};
};

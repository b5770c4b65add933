import type {Machine, MachineDetails} from '../../../../drivers/parallels/machines/machine.ts';
import {applyBlock} from '../../../../drivers/parallels/mapping/apply-block.ts';
import {domainOfMachine} from '../../../../drivers/parallels/mapping/domain.ts';
import type {Block} from '../../../../drivers/parallels/statistics/block.ts';
import type {Domain} from '../../../../source/model/sample.ts';

export const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';

export const someDetails = (changes: Partial<MachineDetails> = {}): MachineDetails => ({
	memoryKiB: 4096 * 1024,
	cpus: 2,
	disks: [
		{name: 'hdd0', counter: 'devices.scsi0', source: '/vz/vmprivate/web1/harddisk0.hdd'},
		{name: 'hdd1', counter: 'devices.scsi1', source: '/vz/vmprivate/web1/harddisk1.hdd'},
	],
	nics: [{index: 0, name: 'vme001c42aabbcc', mac: '00:1c:42:aa:bb:cc'}],
	...changes,
});

export const someMachine = (changes: Partial<Machine> = {}): Machine => ({
	uuid,
	name: 'web1',
	kind: 'vm',
	status: 'running',
	details: someDetails(),
	...changes,
});

export const someBlock = (counters: Readonly<Record<string, number>>): Block => ({
	uuid,
	counters: new Map(Object.entries(counters)),
});

/** What the first block of a machine means, a second after it came. */
export const domainFrom = (
	counters: Readonly<Record<string, number>>,
	machine: Machine = someMachine(),
): Domain =>
	domainOfMachine(machine, applyBlock(undefined, someBlock(counters), {at: 100, wall: 1e12}), {
		now: 101,
	});

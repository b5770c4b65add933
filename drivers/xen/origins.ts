import type {CounterTexts} from '../../source/model/counters.ts';
import type {Origins} from '../../source/model/sample.ts';
import {netDeviceOrigins} from '../linux/read-net-devices.ts';
import {blockMembers} from '../qmp/block-counters.ts';
import {vbdOrigins} from './backend/vbd-reader.ts';

/** The names of each counter: a VBD's, and QEMU's for a qdisk or the emulated form of a disk. */
const diskOrigins: CounterTexts<'disk'> = {
	...vbdOrigins,
	...Object.fromEntries(
		blockMembers.map(([counter, member]) => {
			const own = `${member} of query-blockstats`;
			const vbd = vbdOrigins[counter];
			return [counter, vbd === undefined ? own : `${vbd}; of a qdisk or an emulated disk ${own}`];
		}),
	),
};

/** Where each counter comes from, for the device page. @param source the origins of the hypervisor's numbers. */
export const xenOrigins = (source: {readonly cpuSeconds: string; readonly memory: string}): Origins => ({
	disk: diskOrigins,
	nic: netDeviceOrigins,
	vcpu: {cpuSeconds: source.cpuSeconds},
	memory: source.memory,
});

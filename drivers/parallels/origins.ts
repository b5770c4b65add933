import type {CounterGroup, CounterTexts} from '../../source/model/counters.ts';
import type {Origins} from '../../source/model/sample.ts';
import {diskCounterNames} from './mapping/disks.ts';
import {nicCounterNames} from './mapping/nics.ts';

const said = (counter: string): string => `${counter} of prlctl statistics`;

const saidEach = <Group extends CounterGroup>(
	prefix: string,
	names: CounterTexts<Group>,
): CounterTexts<Group> =>
	Object.fromEntries(
		Object.entries(names).map(([counter, name]) => [counter, said(`${prefix}.${name}`)]),
	) as CounterTexts<Group>;

/** Where each counter comes from, for the device page: prlctl's own names. It counts no times, so there is no latency. */
export const parallelsOrigins: Origins = {
	disk: saidEach<'disk'>('devices.<bus>N', diskCounterNames),
	nic: saidEach<'nic'>('net.nicN', nicCounterNames),
	vcpu: {cpuSeconds: said('guest.vcpuN.time')},
	memory: said('guest.ram.*'),
};

import type {DomainReport} from '../report.ts';
import type {Stats} from './virsh.ts';
import {seconds, witnessedDisks, witnessedNics, witnessedTags, witnessedVcpus} from './witness.ts';

/** The numbers of a domain by their place: `cpuSeconds`, `memory unused`, `vda readBytes`, `0 cpuSeconds` of the first vCPU. */
export type NumbersByPlace = ReadonlyMap<string, number>;

const numbers = (prefix: string, fields: object): readonly (readonly [string, number])[] =>
	Object.entries(fields)
		.filter(([name, value]) => typeof value === 'number' && name !== 'index')
		.map(([name, value]) => [`${prefix} ${name}`, value]);

const named = (list: readonly object[]) =>
	list.flatMap((device) => {
		const {name, index} = device as {readonly name?: string; readonly index?: number};
		return numbers(String(name ?? index), device);
	});

/** Every number of virsh but sizes of memory and of the domain. */
export const numbersOfVirsh = (stats: Stats): NumbersByPlace =>
	new Map([
		['cpuSeconds', seconds(Number(stats.get('cpu.time'))) ?? Number.NaN],
		...numbers('memory', Object.fromEntries(witnessedTags(stats))),
		...named(witnessedDisks(stats)),
		...named(witnessedNics(stats)),
		...named(witnessedVcpus(stats)),
	]);

/** Every number of domtop at the same places, and others that virsh does not tell. */
export const numbersOfRow = ({
	cpuSeconds,
	memory,
	disks = [],
	nics = [],
	vcpus = [],
}: DomainReport): NumbersByPlace =>
	new Map([
		['cpuSeconds', cpuSeconds ?? Number.NaN],
		...numbers('memory', Object.fromEntries(memory.stats?.map(({tag, value}) => [tag, value]) ?? [])),
		...named(disks),
		...named(nics),
		...named(vcpus),
	]);

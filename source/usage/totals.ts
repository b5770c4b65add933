import {knownNumber} from '../model/known-count.ts';
import type {Domain, DomainState} from '../model/sample.ts';
import {sumKnown} from '../model/sum-known.ts';
import type {DomainUsage} from './domain-usage.ts';
import {hostLoad} from './host-load.ts';
import {isOld} from './is-old.ts';
import {memoryStat} from './memory-usage.ts';
import type {Usage} from './usage.ts';
import {wasAnyRead} from './was-read.ts';

/** All hosts together, each counted once. Sums are of what is known, rates of what is fresh; undefined where nothing is. */
export type Totals = {
	/** Of the hosts whose load is known now; where none is, of all. */
	readonly cpus: number | undefined;
	/** Percent of one CPU, of all that the hosts do. */
	readonly cpuPercent: number | undefined;
	readonly memoryKiB: number | undefined;
	readonly memoryFreeKiB: number | undefined;
	/** Given to the domains that run. */
	readonly givenKiB: number | undefined;
	/** What the guests say they use of it: available without unused. Only of those that say. */
	readonly usedKiB: number | undefined;
	/** But for those that stand still on an error. */
	readonly states: Readonly<Partial<Record<DomainState, number>>>;
	/** Domains that stand still on an error, and have not crashed. */
	readonly faulty: number;
	/** Domains whose numbers are old. */
	readonly old: number;
	readonly readBytesPerSecond: number | undefined;
	readonly writeBytesPerSecond: number | undefined;
	readonly receiveBytesPerSecond: number | undefined;
	readonly transmitBytesPerSecond: number | undefined;
};

/** Those whose numbers are of now; unknown where all of some are old, as their sum is no 0. */
const freshOf = (domains: readonly DomainUsage[] | undefined): readonly DomainUsage[] | undefined => {
	const fresh = domains?.filter((usage) => !isOld(usage));
	return fresh?.length === 0 && domains?.length !== 0 ? undefined : fresh;
};

const isFaulty = ({state, stateFault}: Domain): boolean =>
	stateFault !== undefined && (state === 'paused' || state === 'suspended');

export const totalsOf = (usage: Usage): Totals => {
	const {hosts, domains} = usage;
	const states: Partial<Record<DomainState, number>> = {};
	let faulty = 0;
	for (const {domain} of domains) {
		if (isFaulty(domain)) {
			faulty += 1;
		} else {
			states[domain.state] = (states[domain.state] ?? 0) + 1;
		}
	}

	// Before anything was read there are not none: they are unknown.
	const machines = hosts.length > 0 ? hosts : undefined;
	const all = wasAnyRead(usage) ? domains : undefined;
	// What one did before it fell silent is no rate of now; one without a disk moves 0 bytes, which tells nothing of others.
	const withDisks = freshOf(all?.filter(({disks, diskSum}) => disks?.length !== 0 || diskSum));
	const withNics = freshOf(all?.filter(({nics}) => nics?.length !== 0));
	const load = hostLoad(usage);
	const present = all?.filter(({domain}) => domain.state !== 'shutoff' && domain.state !== 'crashed');
	return {
		cpus: load.cpus ?? sumKnown(machines, ({host}) => host.cpus),
		cpuPercent: load.percent,
		memoryKiB: sumKnown(machines, ({host}) => host.memoryKiB),
		memoryFreeKiB: sumKnown(machines, ({host}) => host.memoryFreeKiB),
		givenKiB: sumKnown(present, ({domain}) => domain.memory.currentKiB),
		usedKiB: sumKnown(present, ({domain: {memory}}) => {
			const available = memoryStat(memory, 'available');
			const unused = memoryStat(memory, 'unused');
			return available === undefined || unused === undefined ? undefined : knownNumber(available - unused);
		}),
		states,
		faulty,
		old: domains.filter(isOld).length,
		readBytesPerSecond: sumKnown(withDisks, (usage) => usage.readBytesPerSecond),
		writeBytesPerSecond: sumKnown(withDisks, (usage) => usage.writeBytesPerSecond),
		receiveBytesPerSecond: sumKnown(withNics, (usage) => usage.receiveBytesPerSecond),
		transmitBytesPerSecond: sumKnown(withNics, (usage) => usage.transmitBytesPerSecond),
	};
};

import {knownNumber} from '../../source/model/known-count.ts';
import {memoryStat} from '../../source/model/memory-stat.ts';
import type {Domain, DomainState} from '../../source/model/sample.ts';
import {sumKnown} from '../../source/model/sum-known.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {hostLoad} from '../../source/usage/host-load.ts';
import {isOld} from '../../source/usage/is-old.ts';
import type {Totals} from '../../source/usage/totals.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {wasAnyRead} from '../../source/usage/was-read.ts';

/**
Domains whose numbers are fresh. Undefined: the domains are unknown, or there are some and all are stale, as their sum is no 0.
*/
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

	// Before anything was read, hosts and domains are unknown, not none.
	const machines = hosts.length > 0 ? hosts : undefined;
	const all = wasAnyRead(usage) ? domains : undefined;
	// The last rate of a silent domain is no rate of now. A domain without a disk moves 0 bytes, which tells nothing of others.
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

import {knownNumber} from '../model/known-count.ts';
import {memoryStat} from '../model/memory-stat.ts';
import type {Domain, DomainState, Memory} from '../model/sample.ts';
import {sumKnown} from '../model/sum-known.ts';
import {hostLoad} from './host-load.ts';
import {isOld} from './is-old.ts';
import {KnownSum} from './known-sum.ts';
import type {Usage} from './usage.ts';
import {wasAnyRead} from './was-read.ts';

/**
Totals of all hosts, each host counted once. Sums cover what is known, rates what is fresh. Undefined: nothing is known or
fresh.
*/
export type Totals = {
	/** Processors of the hosts whose load is known now. Where no load is known: of all hosts. */
	readonly cpus: number | undefined;
	/** Load of all hosts together, percent of one CPU. */
	readonly cpuPercent: number | undefined;
	readonly memoryKiB: number | undefined;
	readonly memoryFreeKiB: number | undefined;
	/** Memory given to the domains that run, KiB. */
	readonly givenKiB: number | undefined;
	/** Memory that the guests say they use of `givenKiB`: available without unused. Only of guests that say so. */
	readonly usedKiB: number | undefined;
	/** Number of domains in each state, without the domains in `faulty`. */
	readonly states: Readonly<Partial<Record<DomainState, number>>>;
	/** Number of domains that an error stopped and that have not crashed. */
	readonly faulty: number;
	/** Number of domains whose numbers are stale. */
	readonly old: number;
	readonly readBytesPerSecond: number | undefined;
	readonly writeBytesPerSecond: number | undefined;
	readonly receiveBytesPerSecond: number | undefined;
	readonly transmitBytesPerSecond: number | undefined;
};

const isFaulty = ({state, stateFault}: Domain): boolean =>
	stateFault !== undefined && (state === 'paused' || state === 'suspended');

/** A rate of the domains whose numbers are fresh. Undefined: all domains are stale, as their sum is no 0, or no rate is known. */
class FreshSum {
	readonly #sum = new KnownSum();
	#hasOld = false;

	/** The last rate of a silent domain is no rate of now. */
	add(rate: number | undefined, isOld: boolean): void {
		if (isOld) {
			this.#hasOld = true;
		} else {
			this.#sum.add(rate);
		}
	}

	get total(): number | undefined {
		return this.#sum.isEmpty && this.#hasOld ? undefined : this.#sum.total;
	}
}

const used = (memory: Memory): number | undefined => {
	const available = memoryStat(memory, 'available');
	const unused = memoryStat(memory, 'unused');
	return available === undefined || unused === undefined ? undefined : knownNumber(available - unused);
};

export const totalsOf = (usage: Usage): Totals => {
	const states: Partial<Record<DomainState, number>> = {};
	let faulty = 0;
	let old = 0;
	const given = new KnownSum();
	const usedByGuests = new KnownSum();
	const [read, written, received, transmitted] = [
		new FreshSum(),
		new FreshSum(),
		new FreshSum(),
		new FreshSum(),
	];
	for (const one of usage.domains) {
		const {domain, disks, nics} = one;
		const {state, memory} = domain;
		const late = isOld(one);
		old += late ? 1 : 0;
		if (isFaulty(domain)) {
			faulty += 1;
		} else {
			states[state] = (states[state] ?? 0) + 1;
		}

		if (state !== 'shutoff' && state !== 'crashed') {
			given.add(memory.currentKiB);
			usedByGuests.add(used(memory));
		}

		// A domain without a disk moves 0 bytes, which tells nothing of others.
		if (disks?.length !== 0 || one.diskSum) {
			read.add(one.readBytesPerSecond, late);
			written.add(one.writeBytesPerSecond, late);
		}

		if (nics?.length !== 0) {
			received.add(one.receiveBytesPerSecond, late);
			transmitted.add(one.transmitBytesPerSecond, late);
		}
	}

	// Before anything was read, hosts and domains are unknown, not none.
	const machines = usage.hosts.length > 0 ? usage.hosts : undefined;
	const wasRead = wasAnyRead(usage);
	const load = hostLoad(usage);
	return {
		cpus: load.cpus ?? sumKnown(machines, ({host}) => host.cpus),
		cpuPercent: load.percent,
		memoryKiB: sumKnown(machines, ({host}) => host.memoryKiB),
		memoryFreeKiB: sumKnown(machines, ({host}) => host.memoryFreeKiB),
		givenKiB: wasRead ? given.total : undefined,
		usedKiB: wasRead ? usedByGuests.total : undefined,
		states,
		faulty,
		old,
		readBytesPerSecond: wasRead ? read.total : undefined,
		writeBytesPerSecond: wasRead ? written.total : undefined,
		receiveBytesPerSecond: wasRead ? received.total : undefined,
		transmitBytesPerSecond: wasRead ? transmitted.total : undefined,
	};
};

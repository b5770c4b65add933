import type {Reading} from '../../source/driver/reading.ts';
import type {Disk, Domain, Host, Nic, ProblemReport, Sample} from '../../source/model/sample.ts';
import {type Moment, type Usage, usageOf} from '../../source/usage/usage.ts';

/** A host of 8 CPUs and 16 GiB, read at second 100. */
export const aHost = (changes: Partial<Host> = {}): Host => ({
	id: 'host-1',
	name: 'alpha',
	at: 100,
	cpus: 8,
	cpuSeconds: 5000,
	memoryKiB: 16 * 2 ** 20,
	memoryFreeKiB: 4 * 2 ** 20,
	...changes,
});

export const aDisk = (name: string, changes: Partial<Disk> = {}): Disk => ({name, ...changes});

export const aNic = (name: string, changes: Partial<Nic> = {}): Nic => ({name, ...changes});

/** A running domain without devices, read at second 100; its key is its name. */
export const aDomain = (name: string, changes: Partial<Domain> = {}): Domain => ({
	key: name,
	name,
	state: 'running',
	incarnation: 'first',
	at: 100,
	memory: {},
	...changes,
});

export const aSample = (
	domains: readonly Domain[],
	{host = {}, problems = []}: {host?: Partial<Host>; problems?: readonly ProblemReport[]} = {},
): Sample => ({host: aHost(host), domains, problems, origins: {}});

/** The reading of a healthy connection. */
export const aReading = (sample: Sample | undefined, changes: Partial<Reading> = {}): Reading => ({
	uri: 'qmp:',
	driver: 'qemu',
	status: {state: 'reading', message: 'Reading qmp:.'},
	sample,
	problems: [],
	simulated: false,
	...changes,
});

/** Noon of 20 November 2026 is second 100 of the monotonic clock. */
export const wallAt = (monotonic: number): number => Date.UTC(2026, 10, 20, 12) + (monotonic - 100) * 1000;

export const momentAt = (monotonic: number, sectors: Moment['sectors'] = 'physical'): Moment => ({
	monotonic,
	wall: wallAt(monotonic),
	sectors,
});

/** The usage after these refreshes, each with its readings, a second of the clock apart unless given. */
export const usageAfter = (
	refreshes: readonly (readonly Reading[])[],
	moments: readonly number[] = refreshes.map((_, index) => 100 + index),
): Usage => {
	let usage: Usage | undefined;
	for (const [index, readings] of refreshes.entries()) {
		usage = usageOf(usage, readings, momentAt(moments[index] ?? 100 + index));
	}

	if (!usage) {
		throw new Error('Give at least one refresh.');
	}

	return usage;
};

/** One refresh of one connection with these domains. */
export const usageWith = (...domains: readonly Domain[]): Usage => usageAfter([[aReading(aSample(domains))]]);

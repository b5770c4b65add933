import {cleanText} from '../../source/text/clean-text.ts';
import type {DiskLoad, DiskPlan, DomainPlan, MemoryPlan, NicPlan} from './host-plan.ts';
import {simulatedUuid} from './simulated-uuid.ts';
import type {Wave} from './wave.ts';

/** A domain in a few words; `domainPlan` fills in the rest. */
export type DomainOutline = Partial<Omit<DomainPlan, 'cpu' | 'memory' | 'phase' | 'vcpuCount'>> & {
	/** As the guest chose it: not yet clean. */
	readonly name: string;
	readonly vcpus: number;
	/** Mean number of processors used. */
	readonly cpu: number;
	readonly gibibytes: number;
	readonly memory?: Partial<MemoryPlan> | undefined;
	/** It was started by hand, without a uuid. */
	readonly withoutUuid?: boolean | undefined;
};

const kibibytesPerGibibyte = 1024 * 1024;

const memoryPlan = (outline: DomainOutline): MemoryPlan => ({
	currentKiB: outline.gibibytes * kibibytesPerGibibyte,
	maximumKiB: outline.gibibytes * kibibytesPerGibibyte,
	balloon: 'answering',
	period: 5,
	used: {mean: 0.55, swing: 0.2, every: 340},
	majorFaults: {mean: 0.4, swing: 0.9, every: 75},
	minorFaults: {mean: 60 + outline.cpu * 900, swing: 0.7, every: 50},
	...outline.memory,
});

/** @param index number among all simulated domains: its uuid, pid and swings are made from this number. */
export const domainPlan = (outline: DomainOutline, index: number): DomainPlan => {
	const {vcpus, cpu, gibibytes: _gibibytes, withoutUuid, ...given} = outline;
	const uuid = withoutUuid ? undefined : simulatedUuid(index);
	const name = cleanText(outline.name);
	return {
		id: 2100 + index * 37,
		state: 'running',
		startedAt: 600 + index * 41,
		disks: [],
		nics: [],
		...given,
		name,
		key: uuid ?? name,
		uuid,
		// Any step that does not divide a turn will do.
		phase: (index * 2.4) % (2 * Math.PI),
		cpu: {mean: cpu, swing: 0.45, every: 90 + (index % 7) * 23},
		vcpuCount: vcpus,
		memory: memoryPlan(outline),
	};
};

const wave = (mean: number): Wave => ({mean, swing: 0.7, every: 64});

const load = (requests: number, requestBytes: number, latency: number): DiskLoad => ({
	requests: wave(requests),
	requestBytes,
	latency,
});

/** The work of a disk: requests per second, bytes in each request, mean seconds of each request. */
export type DiskWork = {
	readonly reads: number;
	readonly readBytes?: number | undefined;
	readonly readLatency?: number | undefined;
	readonly writes: number;
	readonly writeBytes?: number | undefined;
	readonly writeLatency?: number | undefined;
};

/** The loads of a disk. Many disks may share them. */
export const diskLoads = (work: DiskWork): Pick<DiskPlan, 'reads' | 'writes' | 'writesPerFlush'> => ({
	reads: load(work.reads, work.readBytes ?? 16_384, work.readLatency ?? 0.000_9),
	writes: load(work.writes, work.writeBytes ?? 12_288, work.writeLatency ?? 0.001_6),
	writesPerFlush: 8,
});

export const diskPlan = (
	name: string,
	source: string,
	work: DiskWork,
	oddities: Partial<DiskPlan> = {},
): DiskPlan => ({name, source, backend: 'qemu', ...diskLoads(work), ...oddities});

/** @param number of the tap among all taps of the host. `receives` and `transmits` are packets per second. */
export const nicPlan = (
	number: number,
	receives: number,
	transmits: number,
	oddities: Partial<NicPlan> = {},
): NicPlan => ({
	name: `tap${number}`,
	mac: `52:54:00:5e:${(number >> 8).toString(16).padStart(2, '0')}:${(number & 255).toString(16).padStart(2, '0')}`,
	receives: wave(receives),
	receiveBytes: 640,
	transmits: wave(transmits),
	transmitBytes: 820,
	...oddities,
});

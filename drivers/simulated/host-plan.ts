import type {DomainState} from '../../source/model/sample.ts';
import type {Recurring} from './recurring.ts';
import type {Wave} from './wave.ts';

/** What does not change about a simulated host. Times are seconds since the host was started. */
export type HostPlan = {
	readonly id: string;
	readonly cpus: number;
	readonly memoryKiB: number;
	readonly domains: readonly DomainPlan[];
};

/** What does not change about a simulated domain. */
export type DomainPlan = {
	readonly key: string;
	readonly uuid?: string | undefined;
	/** pid of its first incarnation. */
	readonly id: number;
	/** Clean: as a screen may print it. */
	readonly name: string;
	/** Where its swings begin, so that no two domains move in step. */
	readonly phase: number;
	readonly state: DomainState;
	readonly stateReason?: string | undefined;
	readonly startedAt: number;
	/** It starts again in every round, and is gone for the rest of the round. Undefined: it has run since `startedAt`. */
	readonly runs?: Recurring | undefined;
	/** Since when it stands still: paused, suspended, crashed. Undefined: it never stopped. */
	readonly stoppedAt?: number | undefined;
	/** When it answers. Undefined: always. */
	readonly answers?: Recurring | undefined;
	readonly busy?: (Recurring & {readonly reason: string}) | undefined;
	/** Processors used. */
	readonly cpu: Wave;
	readonly vcpuCount: number;
	readonly memory: MemoryPlan;
	/** Undefined: unknown. */
	readonly disks?: readonly DiskPlan[] | undefined;
	readonly disksReason?: string | undefined;
	readonly nics?: readonly NicPlan[] | undefined;
	readonly nicsReason?: string | undefined;
};

/**
What its balloon device does. `answering`: it answers once a period; `driverless`: as before the guest loads its driver;
`empty`: it answers in time but without a number; `absent`: there is no device; `unknown`: see `reason`.
*/
export type BalloonPlan = 'answering' | 'driverless' | 'empty' | 'absent' | 'unknown';

export type MemoryPlan = {
	readonly currentKiB: number;
	readonly maximumKiB: number;
	readonly targetKiB?: number | undefined;
	readonly balloon: BalloonPlan;
	/** Period at the start of each incarnation, seconds; 0: no period. */
	readonly period: number;
	/** When the guest answers the balloon. Undefined: always. */
	readonly balloonAnswers?: Recurring | undefined;
	readonly periodRefusal?: string | undefined;
	readonly reason?: string | undefined;
	/** Part of the memory that the guest uses, 0 to 1. */
	readonly used: Wave;
	/** KiB per second. Undefined: it never swaps. */
	readonly swapIn?: Wave | undefined;
	readonly swapOut?: Wave | undefined;
	/** Per second. */
	readonly majorFaults: Wave;
	readonly minorFaults: Wave;
};

/** Requests of one kind. */
export type DiskLoad = {
	readonly requests: Wave;
	readonly requestBytes: number;
	/** Mean time of a request, seconds. */
	readonly latency: number;
};

export type DiskPlan = {
	readonly name: string;
	readonly source: string;
	readonly backend: string;
	readonly reads: DiskLoad;
	readonly writes: DiskLoad;
	/** Writes before each flush. */
	readonly writesPerFlush: number;
	/** A Xen VBD counts sectors instead of bytes, no times, and the requests that waited for the ring. */
	readonly vbd?: {readonly physicalSectorBytes: number} | undefined;
	/** When it is plugged in; its counters restart each time. Undefined: always. */
	readonly plugged?: Recurring | undefined;
	/** Seconds after which the counters restart each time, without notice. Undefined: they never do. */
	readonly resetsEvery?: number | undefined;
	/** Why there are no counters. */
	readonly reason?: string | undefined;
};

export type NicPlan = {
	readonly name: string;
	readonly mac: string;
	/** Packets per second. */
	readonly receives: Wave;
	readonly receiveBytes: number;
	readonly transmits: Wave;
	readonly transmitBytes: number;
	/** Packets in which one error and three drops occur. Undefined: none occur. */
	readonly packetsPerError?: number | undefined;
	readonly reason?: string | undefined;
};

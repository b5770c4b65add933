import type {Domain} from '../../../source/model/sample.ts';
import type {Machine} from '../machines/machine.ts';
import type {Block} from '../statistics/block.ts';
import type {UpdateInterval} from './update-interval.ts';

/**
What is remembered of one machine from event to event: values change every 10 s on Virtuozzo 7 and later though events
come every second, so a block that changed nothing is no new reading.
*/
export type MachineReading = UpdateInterval & {
	/** Wall clock of `changedAt`, milliseconds since 1970. */
	readonly changedWall: number;
	/** The last block. */
	readonly block: Block;
	/** How often it was seen to start: 1, and one more whenever counters fell. */
	readonly starts: number;
	/** Changes whenever the counters fell: the machine was started anew. */
	readonly incarnation: string;
};

/** Puts a new block behind what is remembered. @param at monotonic seconds of its arrival. */
export type ApplyBlock = (
	before: MachineReading | undefined,
	block: Block,
	moment: {readonly at: number; readonly wall: number},
) => MachineReading;

/** @param reading absent: it does not run, or nothing came of it yet. */
export type DomainOfMachine = (
	machine: Machine,
	reading: MachineReading | undefined,
	context: {
		/** Monotonic seconds, for a machine without a reading. */
		readonly now: number;
		readonly vcpus: boolean;
		/** Monotonic seconds since which prlctl gives its status, as `createStatusTimes` has it; absent: since now. */
		readonly statusSince?: number | undefined;
	},
) => Domain;

import type {Domain} from '../../../source/model/sample.ts';
import type {Machine} from '../machines/machine.ts';
import type {Block} from '../statistics/block.ts';
import type {UpdateInterval} from './update-interval.ts';

/**
What is remembered of one machine between events. Events come every second, but on Virtuozzo 7 and later values change
every 10 s: a block that changed nothing is no new reading.
*/
export type MachineReading = UpdateInterval & {
	/** Wall clock of `changedAt`, milliseconds since 1970. */
	readonly changedWall: number;
	/** The last block. */
	readonly block: Block;
	/** Starts that were seen: 1, plus one for each time that counters fell. */
	readonly starts: number;
	/** Changes whenever the counters fell: the machine was restarted. */
	readonly incarnation: string;
};

/** Adds a new block to what is remembered. @param at monotonic seconds of its arrival. */
export type ApplyBlock = (
	before: MachineReading | undefined,
	block: Block,
	moment: {readonly at: number; readonly wall: number},
) => MachineReading;

/** @param reading undefined: the machine does not run, or no block of it came yet. */
export type DomainOfMachine = (
	machine: Machine,
	reading: MachineReading | undefined,
	context: {
		/** The present, monotonic seconds: the time of a machine without a reading. */
		readonly now: number;
		/** Monotonic seconds since which prlctl gives this status (see `createStatusTimes`). Undefined: since now. */
		readonly statusSince?: number | undefined;
	},
) => Domain;

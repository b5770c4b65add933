import type {Machine} from '../machines/machine.ts';
import type {CounterGroup} from './counter-groups.ts';

/** A machine and its last block: the input from which the parts of a domain are made. */
export type MachineInput = {
	readonly machine: Machine;
	/** Counters by the thing they belong to. Empty: nothing was reported. */
	readonly groups: ReadonlyMap<string, CounterGroup>;
	/** Why nothing was reported. Undefined: something was reported. */
	readonly gap: string | undefined;
};

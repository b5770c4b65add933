import type {Machine} from '../machines/machine.ts';
import type {CounterGroup} from './counter-groups.ts';

/** A machine and its last block: the input from which the parts of a domain are made. */
export type MachineInput = {
	readonly machine: Machine;
	/** Counters by the thing they belong to. Empty: nothing was told. */
	readonly groups: ReadonlyMap<string, CounterGroup>;
	/** Why nothing was told. Undefined: something was told. */
	readonly gap: string | undefined;
};

import type {Machine} from '../machines/machine.ts';
import type {CounterGroup} from './counter-groups.ts';

/** A machine and what its last block says, as the parts of a domain are made of it. */
export type MachineInput = {
	readonly machine: Machine;
	/** By what they belong to; empty: nothing was told. */
	readonly groups: ReadonlyMap<string, CounterGroup>;
	/** Why nothing was told; absent: something was. */
	readonly gap: string | undefined;
};

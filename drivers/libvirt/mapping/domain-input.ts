import type {DomainContext} from './domain-context.ts';
import type {HypervisorKind} from './hypervisor-kind.ts';
import type {RecordFields} from './record-fields.ts';

/** What the parts of a domain are made from: its disks, NICs, memory and vCPUs. */
export type DomainInput = {
	readonly fields: RecordFields;
	/** Whether the record's query asked for vCPUs. */
	readonly asksVcpus: boolean;
	readonly context: DomainContext;
	readonly kind: HypervisorKind;
	readonly isRunning: boolean;
	/** Changes at every start of the domain. */
	readonly incarnation: string;
	/** Why the record lacks what the hypervisor itself tells. Undefined: the record has it, as far as this hypervisor tells it. */
	readonly gap: string | undefined;
};

import type {DomainContext} from './domain-context.ts';
import type {HypervisorKind} from './hypervisor-kind.ts';
import type {RecordFields} from './record-fields.ts';

/** What each part of a domain is made of. */
export type DomainInput = {
	readonly fields: RecordFields;
	/** The record answers a question that asked for vCPUs. */
	readonly asksVcpus: boolean;
	readonly context: DomainContext;
	readonly kind: HypervisorKind;
	readonly isRunning: boolean;
	/** Changes at every start. */
	readonly incarnation: string;
	/** Why the hypervisor's own part of the record is missing; absent: it is there, as far as this hypervisor tells it. */
	readonly gap: string | undefined;
};

import type {Domain} from '../../../source/model/sample.ts';
import type {Description} from './description.ts';
import type {HypervisorKind} from './hypervisor-kind.ts';
import type {RecordFields} from './record-fields.ts';

/** What is known of a domain beside its StatsRecord. */
export type DomainContext = {
	/** The answer to CONNECT_GET_TYPE: `QEMU`, `Xen`, `vz`, `TEST`, `LXC`, … */
	readonly hypervisor: string;
	/** When the record was true, monotonic seconds. */
	readonly at: number;
	/** Wall clock of the same moment, milliseconds since 1970. */
	readonly wall: number;
	/** Whether the host's clock is not ours, as over SSH. The age of statistics is then known only once they were seen to change. */
	readonly isFar: boolean;
	/** Gives the seconds since the host was started. Undefined, or gives undefined: not known. */
	readonly uptime?: (() => number | undefined) | undefined;
	/** What the domain's XML says. Undefined: not read yet. */
	readonly description: Description | undefined;
	/** The same domain at the previous reading. Undefined: there is none. */
	readonly before: Domain | undefined;
	/** Why no domain's period can be set (`--read-only`). Undefined: periods can be set. */
	readonly periodRefusal: string | undefined;
	/** For Xen: physical-sector-size in bytes, by the disk's name, from this machine's xenstore. Undefined: not known. */
	readonly sectorBytes: ReadonlyMap<string, number> | undefined;
};

/** What the parts of a domain are made from: its disks, NICs, memory and vCPUs. */
export type DomainInput = {
	readonly fields: RecordFields;
	readonly context: DomainContext;
	readonly kind: HypervisorKind;
	readonly isRunning: boolean;
	/** Changes at every start of the domain. */
	readonly incarnation: string;
	/** Why the record lacks what the hypervisor itself reports. Undefined: the record has it, as far as this hypervisor reports it. */
	readonly gap: string | undefined;
};

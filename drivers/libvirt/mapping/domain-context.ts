import type {Domain} from '../../../source/model/sample.ts';
import type {Description} from './description.ts';

/** What a StatsRecord does not say itself. */
export type DomainContext = {
	/** CONNECT_GET_TYPE: `QEMU`, `Xen`, `vz`, `TEST`, `LXC`, … */
	readonly hypervisor: string;
	/** Monotonic seconds at which the record was true. */
	readonly at: number;
	/** Wall clock of the same moment, milliseconds since 1970. */
	readonly wall: number;
	/** Over SSH the far clock is not ours: the age of statistics is known only once they were seen to change. */
	readonly isFar: boolean;
	/** Seconds since the host was started; absent, or gives nothing: not known. */
	readonly uptime?: (() => number | undefined) | undefined;
	/** Absent: not read yet. */
	readonly description: Description | undefined;
	/** The same domain at the reading before; absent: none. */
	readonly before: Domain | undefined;
	/** Why the period cannot be set whatever the domain is (`--read-only`); absent: it can. */
	readonly periodRefusal: string | undefined;
	/** Of Xen: physical-sector-size by the disk's name, bytes, from this machine's xenstore; absent: not known. */
	readonly sectorBytes: ReadonlyMap<string, number> | undefined;
};

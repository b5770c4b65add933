import type {Clock} from '../async/clock.ts';
import type {Domain, MemoryStat, Sample} from '../model/sample.ts';
import type {Spawn} from '../process/spawn.ts';
import type {Address} from './address.ts';

/** What a connection is doing, as it happens; the header shows it. */
export type ConnectionStatus = {
	readonly state: 'connecting' | 'reading' | 'subscribed' | 'unsubscribed' | 'lost';
	/** One sentence. */
	readonly message: string;
};

/** What a driver is given of the world. */
export type DriverOptions = {
	/** `/`, or a captured tree. */
	readonly root: string;
	readonly clock: Clock;
	readonly spawn: Spawn;
	/** This program's effective user id: whose processes and files are its own. Absent: root's alone are trusted. */
	readonly user?: number;
	/** Nothing may be changed: `setBalloonPeriod` rejects. */
	readonly readOnly: boolean;
	/** Seconds to set once, at the first sight of an incarnation whose period is 0; absent: never. */
	readonly balloonPeriod?: number;
	/** The folder where this user's own daemons listen, as $XDG_RUNTIME_DIR. Absent: root's, who has none of his own. */
	readonly sessionFolder?: string;
	/** Why nothing in that folder is used, as half a sentence: others could have made it. Absent: it is. */
	readonly sessionDistrust?: string;
	/** What the connections to one address remember over a loss: of each domain, by key, the incarnation whose period was looked at. Absent: nothing. */
	readonly remembered?: Map<string, string>;
	/** Somebody is at the terminal and the screen is not taken yet: a child may ask there, as ssh for a password. Absent: it must not. */
	readonly attended?: boolean;
	readonly onStatus: (status: ConnectionStatus) => void;
	/** Something of its domains changed: a refresh soon would show it. Absent: nobody cares. */
	readonly onChange?: () => void;
};

/** What one refresh asks for: always states, cpu, memory, disks and nics; vcpus only where shown. */
export type SampleRequest = {
	readonly vcpus: boolean;
	/** The present refresh delay, seconds: a subscription's drop count follows it. */
	readonly delay: number;
};

/** A domain in one incarnation, so that a write never reaches its successor. */
export type DomainRef = Pick<Domain, 'key' | 'name' | 'incarnation'>;

/** Memory statistics of one domain as the hypervisor's own client prints them. */
export type MemoryAnswer = {
	/** In its order and with its values. */
	readonly stats: readonly MemoryStat[];
	/** What a person should know of them, one sentence each. */
	readonly notes: readonly string[];
};

export type Connection = {
	/**
	One reading of everything asked for. When the signal fires it *resolves* at once with what it has: a domain that
	did not answer repeats its last reading, with its old `at` and a problem. It rejects, with a DriverError, only when
	the connection is lost.
	*/
	readonly sample: (request: SampleRequest, signal: AbortSignal) => Promise<Sample>;
	/** Seconds, 0 stops. Only where the hypervisor can. Resolves to the period read back; rejects with a DriverError in the hypervisor's words. */
	readonly setBalloonPeriod?: (domain: DomainRef, seconds: number) => Promise<number | undefined>;
	/**
	Asks for the memory statistics of one domain, for who wants them as virsh prints them. Rejects with a DriverError where the
	hypervisor refuses or does not answer. Absent: the samples have all there is.
	*/
	readonly memoryStats?: (domain: DomainRef) => Promise<MemoryAnswer>;
	/**
	Gives back what is held at a cost to the host while nobody asks; the next sample takes it again. Absent: nothing is.
	*/
	readonly release?: () => Promise<void>;
	/** Idempotent; leaves no handle behind. */
	readonly close: () => Promise<void>;
};

/** A way to one kind of hypervisor. */
export type Driver = {
	readonly name: string;
	/** Its hosts are made up; absent: they are real. */
	readonly simulated?: true;
	/** Exact URI schemes, without the colon. */
	readonly schemes: readonly string[];
	/** Is this hypervisor present here, even with no domain? By path, never by connecting. */
	readonly detect: (options: DriverOptions) => Promise<readonly Address[]>;
	/** Alike for two addresses that lead to one place, however they are written. Absent: as the URIs are. */
	readonly endpoint?: (address: Address, options: DriverOptions) => string;
	/** May connecting there ask somebody at the terminal, for a password or a host key? Absent: never. */
	readonly mayAsk?: (address: Address) => boolean;
	/** Rejects with a DriverError. */
	readonly connect: (address: Address, options: DriverOptions) => Promise<Connection>;
};

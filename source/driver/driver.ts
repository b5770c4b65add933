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

/** What a driver gets from the program. */
export type DriverOptions = {
	/** Root of the file system: `/`, or a captured tree. */
	readonly root: string;
	readonly clock: Clock;
	readonly spawn: Spawn;
	/** This program's effective user id: the processes and files of this user are its own. Undefined: only root's are trusted. */
	readonly user?: number;
	/** Whether nothing may be changed. Then `setBalloonPeriod` rejects. */
	readonly readOnly: boolean;
	/** Seconds to set once, at the first sight of an incarnation whose period is 0. Undefined: never. */
	readonly balloonPeriod?: number;
	/**
	The folder where this user's own daemons listen, as $XDG_RUNTIME_DIR. Undefined: the user is root, who has only the system's
	daemons.
	*/
	readonly sessionFolder?: string;
	/** Why nothing in that folder is used, as half a sentence: others could have made it. Undefined: the folder is used. */
	readonly sessionDistrust?: string;
	/**
	What the connections to one address remember over a loss: by domain key, the incarnation whose period was looked at. Undefined:
	nothing.
	*/
	readonly remembered?: Map<string, string>;
	/**
	Whether a child may ask at the terminal, as ssh for a password: a person is there, and the screen is not taken yet. Undefined:
	it must not.
	*/
	readonly attended?: boolean;
	readonly onStatus: (status: ConnectionStatus) => void;
	/** Called when something of the domains changed, and a refresh soon would show it. Undefined: no listener. */
	readonly onChange?: () => void;
};

/** What one refresh asks for. */
export type SampleRequest = {
	/** The present refresh delay, seconds. A subscription's drop count follows it. */
	readonly delay: number;
};

/** A domain in one incarnation, so that a write never reaches its successor. */
export type DomainRef = Pick<Domain, 'key' | 'name' | 'incarnation'>;

/** Memory statistics of one domain as the hypervisor's own client prints them. */
export type MemoryAnswer = {
	/** In the client's order and with the client's values. */
	readonly stats: readonly MemoryStat[];
	/** What a person should know of the statistics, one sentence each. */
	readonly notes: readonly string[];
};

export type Connection = {
	/**
	Reads everything that was asked for, once. When the signal fires it *resolves* at once with what it has. A domain that did not
	answer then repeats its last reading, with its old `at` and a problem.
	@throws DriverError only when the connection is lost.
	*/
	readonly sample: (request: SampleRequest, signal: AbortSignal) => Promise<Sample>;
	/**
	Sets the seconds between two balloon statistics; 0 stops them. Resolves to the period read back. Undefined: the hypervisor
	cannot set it.
	@throws DriverError in the hypervisor's words.
	*/
	readonly setBalloonPeriod?: (domain: DomainRef, seconds: number) => Promise<number | undefined>;
	/**
	Asks for the memory statistics of one domain, as virsh prints them. Undefined: the samples have all there is.
	@throws DriverError where the hypervisor refuses or does not answer.
	*/
	readonly memoryStats?: (domain: DomainRef) => Promise<MemoryAnswer>;
	/**
	Gives back what is held at a cost to the host while no refresh asks. The next sample takes it again. Undefined: nothing is
	held.
	*/
	readonly release?: () => Promise<void>;
	/** Idempotent; leaves no handle behind. */
	readonly close: () => Promise<void>;
};

/** A way to one kind of hypervisor. */
export type Driver = {
	readonly name: string;
	/** The hosts of this driver are made up. Undefined: they are real. */
	readonly simulated?: true;
	/** Exact URI schemes, without the colon. */
	readonly schemes: readonly string[];
	/** Addresses of this hypervisor where it is present here, even with no domain. Looks at paths, and never connects. */
	readonly detect: (options: DriverOptions) => Promise<readonly Address[]>;
	/** Gives the same text for two addresses that lead to one place, however they are written. Undefined: the URIs are compared. */
	readonly endpoint?: (address: Address, options: DriverOptions) => string;
	/** Whether connecting there may ask a person at the terminal, for a password or a host key. Undefined: never. */
	readonly mayAsk?: (address: Address) => boolean;
	/** @throws DriverError where no connection is opened. */
	readonly connect: (address: Address, options: DriverOptions) => Promise<Connection>;
};

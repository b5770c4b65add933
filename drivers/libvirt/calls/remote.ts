import type {RemoteDomain} from './remote-domain.ts';
import type {StatsRecord} from './stats-record.ts';

/** Options of a call. */
export type CallOptions = {
	/**
	Ends the wait for a free slot. It does not end a call that was sent: the protocol has no cancel, so the call holds its
	slot until its reply comes. The caller itself must stop waiting for the reply.
	*/
	readonly signal?: AbortSignal;
};

/** The reply of DOMAIN_GET_INFO (16), virDomainInfo. Undefined: unknown. */
export type DomainInfo = {
	/** virDomainState. */
	readonly state: number;
	readonly maximumKiB: number | undefined;
	readonly memoryKiB: number | undefined;
	readonly vcpus: number;
	readonly cpuNanoseconds: number | undefined;
};

/** The reply of DOMAIN_BLOCK_STATS (64). Undefined: unknown, −1 on the wire. */
export type BlockStats = {
	readonly readRequests: number | undefined;
	readonly readBytes: number | undefined;
	readonly writeRequests: number | undefined;
	readonly writeBytes: number | undefined;
	readonly errors: number | undefined;
};

/** The reply of DOMAIN_INTERFACE_STATS (65), from the guest's point of view. Undefined: unknown, −1 on the wire. */
export type InterfaceStats = {
	readonly receiveBytes: number | undefined;
	readonly receivePackets: number | undefined;
	readonly receiveErrors: number | undefined;
	readonly receiveDrops: number | undefined;
	readonly transmitBytes: number | undefined;
	readonly transmitPackets: number | undefined;
	readonly transmitErrors: number | undefined;
	readonly transmitDrops: number | undefined;
};

/** The reply of DOMAIN_GET_CONTROL_INFO (229): what the domain's control channel is doing. */
export type ControlInfo = {
	readonly state: 'ok' | 'job' | 'occupied' | 'error' | 'unknown';
	/** Seconds in this state. Undefined: the daemon says 0. */
	readonly seconds: number | undefined;
};

/** The reply of DOMAIN_GET_JOB_STATS (298). */
export type JobStats = {
	/** virDomainJobOperation in words, such as `outgoing migration`. Undefined: no job, or a job that does not say what it is. */
	readonly operation: string | undefined;
	/** Seconds since the job began. Undefined: not reported. */
	readonly seconds: number | undefined;
};

/** The reply of NODE_GET_INFO (6). Undefined: unknown. */
export type NodeInfo = {readonly memoryKiB: number | undefined; readonly cpus: number | undefined};

/** An event that arrives unasked (CONNECT_DOMAIN_EVENT_CALLBACK_LIFECYCLE 318, _BALLOON_CHANGE 331). */
export type DomainEvent =
	| {
			readonly kind: 'lifecycle';
			readonly domain: RemoteDomain;
			/** virDomainEventType. `other` is a type that domtop does not know. */
			readonly change:
				| 'defined'
				| 'undefined'
				| 'started'
				| 'suspended'
				| 'resumed'
				| 'stopped'
				| 'shutdown'
				| 'pmsuspended'
				| 'crashed'
				| 'other';
			/** Why, as a number of the change's own enumeration (virDomainEventSuspendedDetailType, …). Undefined: not reported. */
			readonly detail?: number | undefined;
	  }
	| {readonly kind: 'balloon'; readonly domain: RemoteDomain; readonly actualKiB: number};

/** Groups of the bulk call (virDomainStatsTypes). */
export const statsGroup = {state: 1, cpu: 2, balloon: 4, vcpu: 8, interface: 16, block: 32} as const;

/** Do not wait for a domain that something holds (VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT). */
export const noWait = 1 << 29;

/** Change the running domain, not its configuration (VIR_DOMAIN_AFFECT_LIVE). */
export const affectLive = 1;

/**
One opened libvirt connection: remote_protocol.x's procedures by name. Every call rejects with a RemoteError where the
daemon refuses, and with a DriverError where the connection ended. Where the signal fires before the call's turn, the call
rejects with the signal's reason.
*/
export type Remote = {
	/** How many more calls may be sent now, of at most 4. */
	readonly freeSlots: () => number;
	/** Resolves once, with the reason why the connection ended, also after `close`. */
	readonly ended: Promise<Error>;
	/** CONNECT_GET_ALL_DOMAIN_STATS (344). An empty list of domains stands for all domains. */
	readonly bulkStats: (
		question: {readonly domains: readonly RemoteDomain[]; readonly groups: number; readonly flags: number},
		options?: CallOptions,
	) => Promise<readonly StatsRecord[]>;
	/** CONNECT_LIST_ALL_DOMAINS (273): active and inactive domains. */
	readonly listDomains: (options?: CallOptions) => Promise<readonly RemoteDomain[]>;
	readonly domainInfo: (domain: RemoteDomain, options?: CallOptions) => Promise<DomainInfo>;
	/** DOMAIN_MEMORY_STATS (159): tag and value as they come. */
	readonly memoryStats: (
		domain: RemoteDomain,
		options?: CallOptions,
	) => Promise<readonly {readonly tag: number; readonly value: number | undefined}[]>;
	readonly blockStats: (domain: RemoteDomain, disk: string, options?: CallOptions) => Promise<BlockStats>;
	/** DOMAIN_BLOCK_STATS_FLAGS (243): `rd_bytes`, `wr_operations`, `rd_total_times`, … */
	readonly blockStatsFlags: (
		domain: RemoteDomain,
		disk: string,
		options?: CallOptions,
	) => Promise<StatsRecord>;
	readonly interfaceStats: (
		domain: RemoteDomain,
		device: string,
		options?: CallOptions,
	) => Promise<InterfaceStats>;
	/** DOMAIN_GET_STATE (212): virDomainState and its reason. */
	readonly domainState: (
		domain: RemoteDomain,
		options?: CallOptions,
	) => Promise<{readonly state: number; readonly reason: number}>;
	/** DOMAIN_GET_DISK_ERRORS (263): virDomainDiskErrorCode by the target's name. */
	readonly diskErrors: (
		domain: RemoteDomain,
		options?: CallOptions,
	) => Promise<readonly {readonly disk: string; readonly error: number}[]>;
	/** DOMAIN_GET_XML_DESC (14), of the running domain. */
	readonly domainXml: (domain: RemoteDomain, options?: CallOptions) => Promise<string>;
	readonly controlInfo: (domain: RemoteDomain, options?: CallOptions) => Promise<ControlInfo>;
	/** DOMAIN_GET_JOB_STATS (298): waits, for libvirt's 30 s at most, while a call hangs in the domain's monitor. */
	readonly jobStats: (domain: RemoteDomain, options?: CallOptions) => Promise<JobStats>;
	/** DOMAIN_SET_MEMORY_STATS_PERIOD (308), of the running domain. */
	readonly setMemoryStatsPeriod: (
		domain: RemoteDomain,
		seconds: number,
		options?: CallOptions,
	) => Promise<void>;
	/** CONNECT_GET_TYPE (3): `QEMU`, `Xen`, `TEST`, `LXC`, `vz`, … */
	readonly hypervisorType: (options?: CallOptions) => Promise<string>;
	/** CONNECT_GET_HOSTNAME (59). */
	readonly hostname: (options?: CallOptions) => Promise<string>;
	readonly nodeInfo: (options?: CallOptions) => Promise<NodeInfo>;
	/** NODE_GET_CPU_STATS (227) of all processors: `user`, `kernel`, `idle`, `iowait`, nanoseconds. */
	readonly nodeCpuStats: (options?: CallOptions) => Promise<ReadonlyMap<string, number>>;
	/** NODE_GET_MEMORY_STATS (228) of all cells: `total`, `free`, `buffers`, `cached`, KiB. */
	readonly nodeMemoryStats: (options?: CallOptions) => Promise<ReadonlyMap<string, number>>;
	/** Tells libvirt to send lifecycle and balloon events of all domains. Events that a driver does not know are left out. */
	readonly watchDomains: (onEvent: (event: DomainEvent) => void) => Promise<void>;
	/** Closes the connection. Idempotent. */
	readonly close: () => Promise<void>;
};

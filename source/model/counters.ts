/** Unit of a counter. `date` is Unix seconds. */
export type CounterUnit = 'bytes' | 'kibibytes' | 'count' | 'seconds' | 'date';

/** What is the same of a counter wherever it is read or shown. */
export type Counter = {
	readonly unit: CounterUnit;
	/** Name on the device page, without the unit. Undefined: a memory statistic, which is shown by libvirt's tag. */
	readonly label?: string;
	/**
	virsh's name of the counter in `domblkstat` or `domifstat`, and the place of its line there, from 1. Undefined: virsh does not
	print it.
	*/
	readonly virsh?: {readonly name: string; readonly line: number};
	/** The only disks that have the counter: VBDs, or all others. Undefined: both have it. */
	readonly disks?: 'vbd' | 'other';
	/** An error or a drop, which the rate of faults adds up. */
	readonly isFault?: true;
};

const group = <Name extends string>(entries: Readonly<Record<Name, Counter>>) => entries;

const groups = {
	/** Since the disk's incarnation or attachment, in the guest's direction. */
	disk: group({
		readBytes: {unit: 'bytes', label: 'bytes read', virsh: {name: 'rd_bytes', line: 2}, disks: 'other'},
		writeBytes: {unit: 'bytes', label: 'bytes written', virsh: {name: 'wr_bytes', line: 4}, disks: 'other'},
		/** Sectors as the kernel counts them, instead of bytes. */
		readSectors: {unit: 'count', label: 'sectors read', disks: 'vbd'},
		writeSectors: {unit: 'count', label: 'sectors written', disks: 'vbd'},
		readRequests: {unit: 'count', label: 'read requests', virsh: {name: 'rd_req', line: 1}},
		writeRequests: {unit: 'count', label: 'write requests', virsh: {name: 'wr_req', line: 3}},
		flushRequests: {unit: 'count', label: 'flush requests', virsh: {name: 'flush_operations', line: 6}},
		discardRequests: {unit: 'count', label: 'discard requests'},
		/** Requests that waited for a free slot of the ring (Xen's oo_req): not errors. */
		waitedRequests: {unit: 'count', label: 'waited for a slot', disks: 'vbd'},
		errors: {unit: 'count', label: 'failed requests', virsh: {name: 'errs', line: 5}},
		/** Time the reads took, added up over all requests. */
		readTimeSeconds: {
			unit: 'seconds',
			label: 'read time',
			virsh: {name: 'rd_total_times', line: 7},
			disks: 'other',
		},
		writeTimeSeconds: {
			unit: 'seconds',
			label: 'write time',
			virsh: {name: 'wr_total_times', line: 8},
			disks: 'other',
		},
		flushTimeSeconds: {
			unit: 'seconds',
			label: 'flush time',
			virsh: {name: 'flush_total_times', line: 9},
			disks: 'other',
		},
	}),
	/** Receive is what the guest received. */
	nic: group({
		receiveBytes: {unit: 'bytes', label: 'bytes received', virsh: {name: 'rx_bytes', line: 1}},
		transmitBytes: {unit: 'bytes', label: 'bytes sent', virsh: {name: 'tx_bytes', line: 5}},
		receivePackets: {unit: 'count', label: 'packets received', virsh: {name: 'rx_packets', line: 2}},
		transmitPackets: {unit: 'count', label: 'packets sent', virsh: {name: 'tx_packets', line: 6}},
		receiveErrors: {
			unit: 'count',
			label: 'receive errors',
			virsh: {name: 'rx_errs', line: 3},
			isFault: true,
		},
		transmitErrors: {unit: 'count', label: 'send errors', virsh: {name: 'tx_errs', line: 7}, isFault: true},
		receiveDrops: {unit: 'count', label: 'receive drops', virsh: {name: 'rx_drop', line: 4}, isFault: true},
		transmitDrops: {unit: 'count', label: 'send drops', virsh: {name: 'tx_drop', line: 8}, isFault: true},
	}),
	vcpu: group({
		/** Processor time used. */
		cpuSeconds: {unit: 'seconds', label: 'time used'},
		/** Time that the vCPU was ready to run and waited for a processor (steal). */
		waitSeconds: {unit: 'seconds', label: 'time waited'},
	}),
	/** libvirt's tags (virDomainMemoryStatTags), which virsh has too. */
	memory: group({
		actual: {unit: 'kibibytes'},
		swap_in: {unit: 'kibibytes'},
		swap_out: {unit: 'kibibytes'},
		major_fault: {unit: 'count'},
		minor_fault: {unit: 'count'},
		unused: {unit: 'kibibytes'},
		available: {unit: 'kibibytes'},
		usable: {unit: 'kibibytes'},
		last_update: {unit: 'date'},
		disk_caches: {unit: 'kibibytes'},
		hugetlb_pgalloc: {unit: 'count'},
		hugetlb_pgfail: {unit: 'count'},
		rss: {unit: 'kibibytes'},
	}),
};

/** Kinds of things that have counters of their own. */
export type CounterGroup = keyof typeof groups;

/** The key of a counter in the sample, and in CSV and JSON. */
export type CounterName<Group extends CounterGroup> = keyof (typeof groups)[Group];

/**
Every counter stands here once. Counters of devices are in the order of the device page, memory statistics in the order of
`virsh dommemstat`. A counter added here appears in the JSON and on the device page as soon as a driver reads it. A counter with
virsh's name appears in the one-shots too.
*/
export const counters: {
	readonly [Group in CounterGroup]: Readonly<Record<CounterName<Group>, Counter>>;
} = groups;

/** libvirt's tags of memory statistics. */
export type MemoryTag = CounterName<'memory'>;

/** Counters as they were read. Undefined: unknown. */
export type CounterValues<Group extends CounterGroup> = Readonly<
	Partial<Record<CounterName<Group>, number | undefined>>
>;

/** A text for each counter that has one: the origin, or the name in a source. */
export type CounterTexts<Group extends CounterGroup> = Readonly<Partial<Record<CounterName<Group>, string>>>;

/** The counters of a group in their order. */
export const counterEntries = <Group extends CounterGroup>(
	of: Group,
): readonly (readonly [name: CounterName<Group>, counter: Counter])[] =>
	Object.entries(counters[of]) as [CounterName<Group>, Counter][];

/** The names of a group's counters, in the same order. */
export const counterNames = <Group extends CounterGroup>(of: Group): readonly CounterName<Group>[] =>
	counterEntries(of).map(([name]) => name);

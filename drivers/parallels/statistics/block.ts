/** What one event of the statistics service says of one machine: a block of `prlctl statistics --all --loop`. */
export type Block = {
	/** Lower case, with dashes and without braces. */
	readonly uuid: string;
	/** Values by the counter's name, such as `devices.scsi0.read_total`. Texts and classful counters are left out. */
	readonly counters: ReadonlyMap<string, number>;
};

/** One event: the blocks of all machines that came together. */
export type StatisticsEvent = {
	/** Monotonic seconds of its arrival. */
	readonly at: number;
	/** Wall clock of the same moment, milliseconds since 1970. */
	readonly wall: number;
	readonly blocks: readonly Block[];
};

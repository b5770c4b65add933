/** What a system call answered: a value, or the error's code and call as Node spells them. */
export type Answer = {readonly value: unknown} | {readonly code: string; readonly call: string};

/** Bytes in a recording: as text where they are UTF-8, which compresses and reads well; else in hex. */
export type Bytes = {readonly text: string} | {readonly hex: string};

/** A moment at which the clock of a recording moved: monotonic seconds and wall clock milliseconds. */
export type Instant = {readonly at: number; readonly wall: number};

/** What happened to the driver. Time moves only here. */
export type Step = Instant &
	(
		| {readonly step: 'connect' | 'sample' | 'close'}
		| {readonly step: 'opened'; readonly socket: number}
		| {readonly step: 'received'; readonly socket: number; readonly bytes: Bytes}
		| {readonly step: 'failed'; readonly socket: number; readonly code: string}
		| {readonly step: 'ended'; readonly socket: number}
		/** A sleep of so many seconds ended that had begun at `since`. */
		| {readonly step: 'slept'; readonly since: number; readonly seconds: number}
		| {
				readonly step: 'printed';
				readonly child: number;
				readonly stream: ChildStream;
				readonly bytes: Bytes;
		  }
		| {readonly step: 'closed'; readonly child: number; readonly stream: ChildStream}
		| {
				readonly step: 'exited';
				readonly child: number;
				readonly status: number | null;
				readonly signal: string | null;
		  }
		/** The child is gone and its streams are closed. */
		| {readonly step: 'left'; readonly child: number}
		| {readonly step: 'unstarted'; readonly child: number; readonly code: string}
	);

/** What the driver did, or learned from the kernel at the present step. */
export type Deed =
	| {readonly did: 'dial'; readonly socket: number; readonly path: string}
	| {readonly did: 'send'; readonly socket: number; readonly bytes: Bytes}
	/** Undefined pid: the child could not be started. */
	| {readonly did: 'spawn'; readonly child: number; readonly command: string; readonly pid?: number}
	| {readonly did: 'write'; readonly child: number; readonly bytes: Bytes}
	/** An answer of the kernel that differs from its last answer to this question. */
	| {readonly did: 'read'; readonly question: string; readonly answer: Answer}
	/** A question whose answer did not change since an earlier refresh, asked for the first time in this refresh. */
	| {readonly did: 'reread'; readonly question: string}
	/** The sample of a refresh, and the line of JSON that domtop prints of it and of the samples before it. */
	| {readonly did: 'sample'; readonly sample: unknown; readonly report: unknown};

export type ChildStream = 'stdout' | 'stderr';

/** A line of a recording. */
export type Entry = Step | Deed;

/** The first line of a recording. */
export type Header = {
	readonly format: 1;
	/** What was recorded, for people. */
	readonly scene: string;
	readonly uri: string;
	/** The refresh delay, seconds. */
	readonly delay: number;
	/** Effective user id of the program. */
	readonly user: number;
	/** Day of the recording. */
	readonly date: string;
	/** What it was recorded on, by name: the kernel, the hypervisor. */
	readonly versions: Readonly<Record<string, string>>;
};

export const toBytes = (bytes: Buffer): Bytes => {
	const text = bytes.toString('utf8');
	return Buffer.from(text, 'utf8').equals(bytes) ? {text} : {hex: bytes.toString('hex')};
};

export const fromBytes = (bytes: Bytes): Buffer =>
	'text' in bytes ? Buffer.from(bytes.text, 'utf8') : Buffer.from(bytes.hex, 'hex');

/** What a guest with `told` tells of itself, and how it is started. `guest-init.sh` does it. */
export type Telling = {
	/** Two or more: the guest moves its data on the first, and is busy on the last. */
	readonly vcpus: number;
	/** Hundredths of each second for which the guest keeps its last processor busy. */
	readonly busy: number;
	/** IPv4 address to which the guest sends packets. Undefined: it sends none. */
	readonly peer?: string;
};

/** Words of the kernel's command line for a guest that tells. */
export const tellingArguments = ({busy, peer}: Telling): readonly string[] => [
	'told=1',
	`busy=${busy}`,
	...(peer === undefined ? [] : [`peer=${peer}`]),
];

/** Counters of a guest's own block device: Documentation/admin-guide/iostats.rst of Linux. */
export type DiskAccount = {
	readonly readRequests: number;
	readonly readBytes: number;
	readonly readSeconds: number;
	readonly writeRequests: number;
	readonly writeBytes: number;
	readonly writeSeconds: number;
	readonly flushRequests: number;
	/** Bytes that the guest's `dd` moved since boot. */
	readonly ddReadBytes: number;
	readonly ddWriteBytes: number;
};

/** Counters of a guest's own NIC. */
export type NicAccount = {
	readonly receiveBytes: number;
	readonly receivePackets: number;
	readonly transmitBytes: number;
	readonly transmitPackets: number;
};

/** What a guest counted at one moment. */
export type Account = {
	/** The guest's clock before and after it read its counters: seconds since its boot. */
	readonly from: number;
	readonly to: number;
	readonly disks: Readonly<Record<string, DiskAccount>>;
	/** Undefined: the guest has none. */
	readonly nic: NicAccount | undefined;
	/** Seconds for which each processor was not idle since boot. */
	readonly busySeconds: readonly number[];
	/** Seconds for which the loop kept the last processor busy since boot. */
	readonly loopSeconds: number;
	/** `/proc/meminfo` in KiB and `/proc/vmstat`, by the names that they have there. */
	readonly memory: ReadonlyMap<string, number>;
};

/** /proc/diskstats counts sectors of 512 bytes, whatever the disk's own are. */
const sectorBytes = 512;
const blockBytes = 4096;
/** USER_HZ: /proc/stat counts hundredths of a second. */
const ticksPerSecond = 100;

const numbersOf = (line: string): readonly number[] => (line.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);

const counts = (words: readonly number[]) => (index: number) => words[index] ?? Number.NaN;

/** A flush without data counts as a write too in /proc/diskstats (Linux 6.1, `blk_account_io_done`); QEMU tells them apart. */
const diskAccount = (line: string, ddBlocks: readonly [number, number]): DiskAccount => {
	const count = counts(line.trim().split(/\s+/).slice(3).map(Number));
	return {
		readRequests: count(0),
		readBytes: count(2) * sectorBytes,
		readSeconds: count(3) / 1000,
		writeRequests: count(4) - count(15),
		writeBytes: count(6) * sectorBytes,
		writeSeconds: count(7) / 1000,
		flushRequests: count(15),
		ddReadBytes: ddBlocks[0] * blockBytes,
		ddWriteBytes: ddBlocks[1] * blockBytes,
	};
};

/** @param line of /proc/net/dev. */
export const nicAccount = (line: string): NicAccount => {
	const count = counts(numbersOf(line.slice(line.indexOf(':'))));
	return {
		receiveBytes: count(0),
		receivePackets: count(1),
		transmitBytes: count(8),
		transmitPackets: count(9),
	};
};

/** One account, from `told` to the line before `end`, as `tell` of `guest-init.sh` prints it. */
export const parseAccount = (lines: readonly string[]): Account => {
	const all = (prefix: RegExp): readonly string[] => lines.filter((line) => prefix.test(line));
	const [told = ''] = all(/^told /);
	const dd = counts(numbersOf(told));
	const clocks = all(/^at /).map((line) => numbersOf(line)[0] ?? Number.NaN);
	const [from = Number.NaN, to = Number.NaN] = clocks;
	const disk = (name: string, first: number): DiskAccount =>
		diskAccount(all(new RegExp(` ${name} `))[0] ?? '', [dd(first), dd(first + 1)]);
	const nic = all(/eth0:/)[0];
	return {
		from,
		to,
		disks: {vda: disk('vda', 0), vdb: disk('vdb', 2)},
		nic: nic === undefined ? undefined : nicAccount(nic),
		busySeconds: all(/^cpu\d/).map((line) => {
			const [, , , , idle = Number.NaN, waits = Number.NaN] = numbersOf(line);
			return to - (idle + waits) / ticksPerSecond;
		}),
		loopSeconds: dd(4) / 100,
		memory: new Map(
			all(/^(?:[A-Z]\w+:|pg|psw)/).map((line) => [
				/^\w+/.exec(line)?.[0] ?? '',
				numbersOf(line)[0] ?? Number.NaN,
			]),
		),
	};
};

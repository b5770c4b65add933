import {commandLineLimit} from '../linux/command-line-reader.ts';
import {hasOtherNamespace} from '../linux/has-other-namespace.ts';
import {type ProcessStat, readProcessStat} from '../linux/process-stat.ts';
import type {ProcessUsers} from '../linux/process-status.ts';
import {readSocketInode} from '../linux/read-socket-inode.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import {type CommandLine, parseCommandLine} from './command-line.ts';
import {
	type ConfiguredNic,
	countConfiguredNics,
	findConfiguredNics,
	hasDefaultNetwork,
} from './configured-nics.ts';
import {type GuestIdentity, readGuestIdentity} from './guest-identity.ts';
import {isVirtualMachine} from './is-qemu.ts';
import {findMonitorSockets, type MonitorSockets} from './monitor-sockets.ts';

/** A QEMU process in one incarnation, and what its command line says: that is read once. */
export type QemuProcess = {
	readonly pid: number;
	/** Pid and start time: unlike the pid alone it never comes again. */
	readonly incarnation: string;
	/** As it was at the last look. */
	readonly stat: ProcessStat;
	/** Whose it is, as of the first look. Absent: not known. */
	readonly users?: ProcessUsers | undefined;
	/** The same for the same command line; of a long one its ends and its length count. */
	readonly fingerprint: string;
	/** Was -daemonize given? */
	readonly isDaemon: boolean;
	/** Its command line is longer than what is read of it. */
	readonly isCut: boolean;
	/** Threads that it has beside those of its processors: its main and its RCU thread, and one of each -object iothread. */
	readonly ownThreads: number;
	/** Does it see another tree of files than this program? */
	readonly hasOtherMounts: boolean;
	/** Are its sockets listed elsewhere than those of this program? */
	readonly hasOtherNetwork: boolean;
	readonly identity: GuestIdentity;
	readonly monitors: MonitorSockets;
	readonly nics: readonly ConfiguredNic[];
	/** How many there are, those that are over what is taken too. */
	readonly nicCount: number;
	/** No network is named and none forbidden: it has QEMU's own, if its machine has one. */
	readonly hasDefaultNetwork: boolean;
};

/** Has QEMU come as far as to make processors? One that waits for the first client of a socket has not. */
export const hasProcessors = ({stat, ownThreads}: QemuProcess): boolean => stat.threads > ownThreads;

/** What was read of a process that is QEMU. */
export type FoundProcess = {
	readonly pid: number;
	readonly stat: ProcessStat;
	readonly users: ProcessUsers | undefined;
	readonly argv: readonly string[];
	/** Where it bound its sockets; absent: we may not look. */
	readonly folder: string | undefined;
};

/** Over, but for its parent to be told. */
export const isOver = ({state}: ProcessStat): boolean => state === 'Z' || state === 'X' || state === 'x';

/** Does it still run, and is it still this incarnation? Asked of the kernel. @throws ExhaustedError */
export const isAlive = (root: string, {pid, stat}: Pick<QemuProcess, 'pid' | 'stat'>): boolean => {
	const now = readProcessStat(root, pid);
	return now !== undefined && !isOver(now) && now.startTicks === stat.startTicks;
};

const fingerprintEnd = 4096;

const fingerprintOf = (argv: readonly string[]): string => {
	const text = argv.join('\0');
	return text.length <= 2 * fingerprintEnd
		? text
		: `${text.length} ${text.slice(0, fingerprintEnd)}${text.slice(-fingerprintEnd)}`;
};

const byteLength = (argv: readonly string[]): number =>
	argv.reduce((length, argument) => length + Buffer.byteLength(argument) + 1, 0);

/** Sockets may be handed over by their descriptors: only the kernel tells their paths. */
const handsOver = (commandLine: CommandLine): boolean =>
	commandLine.values('chardev').some((text) => text.includes('fd'));

const baseThreads = 2;

/** Absent: it runs no virtual machine of its own. */
export const createQemuProcess = async (
	root: string,
	{pid, stat, users, argv, folder}: FoundProcess,
	tables: UnixTables,
): Promise<QemuProcess | undefined> => {
	const isCut = byteLength(argv) > commandLineLimit;
	const commandLine = parseCommandLine(isCut ? argv.slice(0, -1) : argv);
	if (!isVirtualMachine(commandLine)) {
		return undefined;
	}

	const table = handsOver(commandLine) ? await tables.recent(1) : undefined;
	return {
		pid,
		incarnation: `${pid}:${stat.startTicks}`,
		stat,
		users,
		fingerprint: fingerprintOf(argv),
		isDaemon: commandLine.has('daemonize'),
		isCut,
		ownThreads:
			baseThreads +
			commandLine
				.values('object')
				.filter((text) =>
					/^(?:qom-type=)?(?:iothread|thread-context)(?:,|$)|"(?:iothread|thread-context)"/.test(text),
				).length,
		hasOtherMounts: hasOtherNamespace(root, pid, 'mnt'),
		hasOtherNetwork: hasOtherNamespace(root, pid, 'net'),
		identity: readGuestIdentity(commandLine),
		monitors: findMonitorSockets(commandLine, {
			folder,
			pathOf: (descriptor) => table?.listeners.get(readSocketInode(root, pid, descriptor) ?? ''),
		}),
		nics: findConfiguredNics(commandLine),
		nicCount: countConfiguredNics(commandLine),
		hasDefaultNetwork: hasDefaultNetwork(commandLine),
	};
};

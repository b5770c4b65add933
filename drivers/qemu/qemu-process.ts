import {commandLineLimit} from '../linux/command-line-reader.ts';
import {hasOtherNamespace} from '../linux/has-other-namespace.ts';
import {type ProcessStat, readProcessStat} from '../linux/process-stat.ts';
import type {ProcessUsers} from '../linux/process-status.ts';
import {readSocketInode} from '../linux/read-socket-inode.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import {type CommandLine, parseCommandLine, withOptionFirst} from './command-line.ts';
import type {ConfigContent, ConfigSection} from './config-text.ts';
import {type Configuration, readConfiguration} from './configuration.ts';
import {
	type ConfiguredNic,
	countConfiguredNics,
	findConfiguredNics,
	hasDefaultNetwork,
} from './configured-nics.ts';
import {type GuestIdentity, readGuestIdentity} from './guest-identity.ts';
import {isVirtualMachine} from './is-qemu.ts';
import {findMonitorSockets, type MonitorSockets} from './monitor-sockets.ts';

/**
A QEMU process in one incarnation, and what its command line and configuration files say. Both are read once, except
files that could not be read in time or seemed too new.
*/
export type QemuProcess = {
	readonly pid: number;
	/** Pid and start time: unlike a pid alone, the pair never comes again. */
	readonly incarnation: string;
	/** The process's stat at the last look. */
	readonly stat: ProcessStat;
	/** The users of the process at the first look. Undefined: not known. */
	readonly users?: ProcessUsers | undefined;
	/** The same for the same command line. Of a long command line only both ends and the length count. */
	readonly fingerprint: string;
	/** Whether -daemonize was given. */
	readonly isDaemon: boolean;
	/** The command line is longer than domtop reads. */
	readonly isCut: boolean;
	/** Why a file that QEMU was told to read was not read here: more may be there than is known. Undefined: all was read. */
	readonly unread?: string | undefined;
	/** Whether that file may be read later. */
	readonly mayBeReadLater: boolean;
	/** Number of threads beside the processors' threads: the main and the RCU thread, and one for each -object iothread. */
	readonly ownThreads: number;
	/** Whether the process sees another tree of files than this program. */
	readonly hasOtherMounts: boolean;
	/** Whether the process's sockets are listed elsewhere than this program's sockets. */
	readonly hasOtherNetwork: boolean;
	readonly identity: GuestIdentity;
	readonly monitors: MonitorSockets;
	readonly nics: readonly ConfiguredNic[];
	/** Number of NICs, including NICs over the limit of what is taken. */
	readonly nicCount: number;
	/** No network is named and none is forbidden: the domain has QEMU's default network, if its machine has one. */
	readonly hasDefaultNetwork: boolean;
};

/** Whether QEMU has already made its processors. A QEMU that waits for the first client of a socket has not. */
export const hasProcessors = ({stat, ownThreads}: QemuProcess): boolean => stat.threads > ownThreads;

/** What was read of a process that is QEMU. */
export type FoundProcess = {
	readonly pid: number;
	readonly stat: ProcessStat;
	readonly users: ProcessUsers | undefined;
	readonly argv: readonly string[];
	/** The folder in which QEMU bound its sockets. Undefined: we may not look. */
	readonly folder: string | undefined;
};

/** Whether a process has ended, even if its parent has not taken notice yet. */
export const isOver = ({state}: ProcessStat): boolean => state === 'Z' || state === 'X' || state === 'x';

/** Whether the process still runs in this incarnation, as the kernel shows. @throws ExhaustedError */
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

/** Whether sockets may be handed over by their descriptors: then only the kernel knows their paths. */
const handsOver = ({all}: Configuration): boolean =>
	all('chardev').some((options) => [...options.keys()].some((key) => /(?:^|\.)(?:fd|str)$/.test(key)));

/** Whether an -object of this kind makes a thread, beside the threads that every QEMU has. */
const isThread = (kind: string | undefined): boolean => kind === 'iothread' || kind === 'thread-context';

/** Most files of -readconfig that are read. */
const configFileLimit = 16;

type ReadConfig = (
	process: Pick<QemuProcess, 'pid' | 'stat' | 'users' | 'hasOtherMounts'> & Pick<FoundProcess, 'folder'>,
	path: string,
) => Promise<ConfigContent>;

/** The file that QEMU reads before all else, unless QEMU is told not to (softmmu/vl.c, qemu_read_default_config_file). */
const systemConfig = '/etc/qemu/qemu.conf';

/** Puts the system's file first, where there is one. */
const withSystemConfig = async (
	commandLine: CommandLine,
	read: (path: string) => Promise<ConfigContent>,
): Promise<CommandLine> =>
	commandLine.has('no-user-config') ||
	commandLine.has('nodefconfig') ||
	(await read(systemConfig)).obstacle === 'missing'
		? commandLine
		: withOptionFirst(commandLine, 'readconfig', systemConfig);

/** Reads the files before the first that cannot be read, and says why not all of them count. */
const readConfigs = async (
	paths: readonly string[],
	read: (path: string) => Promise<ConfigContent>,
): Promise<
	Pick<ConfigContent, 'unread' | 'obstacle'> & {readonly files: ReadonlyArray<readonly ConfigSection[]>}
> => {
	const files: Array<readonly ConfigSection[]> = [];
	let doubt: ConfigContent | undefined;
	for (const path of paths.slice(0, configFileLimit)) {
		const content = await read(path);
		doubt ??= content.unread === undefined ? undefined : content;
		if (!content.sections) {
			return {files, unread: doubt?.unread, obstacle: doubt?.obstacle};
		}

		files.push(content.sections);
	}

	return doubt === undefined && paths.length > configFileLimit
		? {files, unread: `its configuration is in more than ${configFileLimit} files`}
		: {files, unread: doubt?.unread, obstacle: doubt?.obstacle};
};

const baseThreads = 2;

/** Undefined: the process runs no virtual machine of its own. @throws ExhaustedError */
export const createQemuProcess = async (
	root: string,
	{pid, stat, users, argv, folder}: FoundProcess,
	tables: UnixTables,
	readConfig: ReadConfig,
): Promise<QemuProcess | undefined> => {
	const isCut = byteLength(argv) > commandLineLimit;
	const commandLine = parseCommandLine(isCut ? argv.slice(0, -1) : argv);
	if (!isVirtualMachine(readConfiguration(commandLine))) {
		return undefined;
	}

	const hasOtherMounts = hasOtherNamespace(root, pid, 'mnt');
	const contents = new Map<string, Promise<ConfigContent>>();
	const read = (path: string): Promise<ConfigContent> => {
		const content = contents.get(path) ?? readConfig({pid, stat, users, hasOtherMounts, folder}, path);
		contents.set(path, content);
		return content;
	};

	const complete = await withSystemConfig(commandLine, read);
	const {files, unread, obstacle} = await readConfigs(complete.values('readconfig'), read);
	const configuration = readConfiguration(complete, files, unread);
	if (!isVirtualMachine(configuration)) {
		return undefined;
	}

	const table = handsOver(configuration) ? await tables.recent(1) : undefined;
	return {
		pid,
		incarnation: `${pid}:${stat.startTicks}`,
		stat,
		users,
		fingerprint: fingerprintOf(argv),
		isDaemon: commandLine.has('daemonize'),
		isCut,
		unread,
		mayBeReadLater: obstacle === 'passing',
		ownThreads:
			baseThreads + configuration.all('object').filter((options) => isThread(options.get('qom-type'))).length,
		hasOtherMounts,
		hasOtherNetwork: hasOtherNamespace(root, pid, 'net'),
		identity: readGuestIdentity(configuration),
		monitors: findMonitorSockets(configuration, {
			folder,
			pathOf: (descriptor) => table?.listeners.get(readSocketInode(root, pid, descriptor) ?? ''),
		}),
		nics: findConfiguredNics(configuration),
		nicCount: countConfiguredNics(configuration),
		hasDefaultNetwork: unread === undefined && hasDefaultNetwork(configuration),
	};
};

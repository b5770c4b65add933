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
A QEMU process in one incarnation, and what its command line and configuration files say. They are read once, but for files
that could not be read in time or seemed too new.
*/
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
	/** Why a file that it was told to read was not read here, so that more may be there than is known. Absent: all was. */
	readonly unread?: string | undefined;
	/** May that file be read another time? */
	readonly mayBeReadLater: boolean;
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
const handsOver = ({all}: Configuration): boolean =>
	all('chardev').some((options) => [...options.keys()].some((key) => /(?:^|\.)(?:fd|str)$/.test(key)));

/** Threads of -object, beside those that every QEMU has. */
const isThread = (kind: string | undefined): boolean => kind === 'iothread' || kind === 'thread-context';

/** Files that -readconfig may name. */
const configFileLimit = 16;

type ReadConfig = (
	process: Pick<QemuProcess, 'pid' | 'stat' | 'users' | 'hasOtherMounts'> & Pick<FoundProcess, 'folder'>,
	path: string,
) => Promise<ConfigContent>;

/** What QEMU reads before all else, unless it is told not to (softmmu/vl.c, qemu_read_default_config_file). */
const systemConfig = '/etc/qemu/qemu.conf';

/** With the system's file as the first, where there is one. */
const withSystemConfig = async (
	commandLine: CommandLine,
	read: (path: string) => Promise<ConfigContent>,
): Promise<CommandLine> =>
	commandLine.has('no-user-config') ||
	commandLine.has('nodefconfig') ||
	(await read(systemConfig)).obstacle === 'missing'
		? commandLine
		: withOptionFirst(commandLine, 'readconfig', systemConfig);

/** What was read of the files before the first that could not be, and why not all of it counts. */
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

/** Absent: it runs no virtual machine of its own. @throws ExhaustedError */
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

	const told = await withSystemConfig(commandLine, read);
	const {files, unread, obstacle} = await readConfigs(told.values('readconfig'), read);
	const configuration = readConfiguration(told, files, unread);
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

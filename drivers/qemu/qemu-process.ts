import {hasOtherMounts} from '../linux/has-other-mounts.ts';
import {type ProcessStat, readProcessStat} from '../linux/process-stat.ts';
import {readSocketInode} from '../linux/read-socket-inode.ts';
import {readUnixListeners} from '../linux/unix-listeners.ts';
import {parseCommandLine} from './command-line.ts';
import {type ConfiguredNic, findConfiguredNics, hasDefaultNetwork} from './configured-nics.ts';
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
	readonly argv: readonly string[];
	readonly identity: GuestIdentity;
	readonly monitors: MonitorSockets;
	readonly nics: readonly ConfiguredNic[];
	/** No network is named and none forbidden: it has QEMU's own, if its machine has one. */
	readonly hasDefaultNetwork: boolean;
};

/** Over, but for its parent to be told. */
export const isOver = ({state}: ProcessStat): boolean => state === 'Z' || state === 'X' || state === 'x';

/** Does it still run, and is it still this incarnation? Asked of the kernel. */
export const isAlive = (root: string, {pid, stat}: QemuProcess): boolean => {
	const now = readProcessStat(root, pid);
	return now !== undefined && !isOver(now) && now.startTicks === stat.startTicks;
};

/** Absent: it runs no virtual machine of its own. @param folder where it bound its sockets; absent: we may not look. */
export const createQemuProcess = (
	root: string,
	pid: number,
	stat: ProcessStat,
	argv: readonly string[],
	folder: string | undefined,
): QemuProcess | undefined => {
	const commandLine = parseCommandLine(argv);
	if (!isVirtualMachine(commandLine)) {
		return undefined;
	}

	return {
		pid,
		incarnation: `${pid}:${stat.startTicks}`,
		stat,
		argv,
		identity: readGuestIdentity(commandLine),
		monitors: findMonitorSockets(commandLine, {
			folder,
			tree: hasOtherMounts(root, pid) ? `/proc/${pid}/root` : '',
			pathOf: (descriptor) => readUnixListeners(root).get(readSocketInode(root, pid, descriptor) ?? ''),
		}),
		nics: findConfiguredNics(commandLine),
		hasDefaultNetwork: hasDefaultNetwork(commandLine),
	};
};

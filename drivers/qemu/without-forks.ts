import type {QemuProcess} from './qemu-process.ts';

/** A running QEMU has at least its main, its RCU and a processor's thread. A QEMU with fewer threads is still starting. */
export const guestThreads = 3;

const haveSameArguments = (one: QemuProcess, other: QemuProcess): boolean =>
	one.fingerprint === other.fingerprint && one.users?.effective === other.users?.effective;

const isYounger = ({stat, pid}: QemuProcess, than: QemuProcess): boolean =>
	(Number(stat.startTicks) - Number(than.stat.startTicks) || pid - than.pid) > 0;

/**
Leaves out processes that are no domains. While -daemonize starts, and while QEMU runs a script, a parent and its child
have the same command line. The process with more threads is the domain. If both have as many threads, the child is the
domain.

-daemonize forks twice and the process between ends. So the domain is no child of the process that waits for it to be
up. Both have the same command line, and the older process has no processor.
*/
export const withoutForks = (processes: readonly QemuProcess[]): readonly QemuProcess[] => {
	const byPid = new Map(processes.map((process) => [process.pid, process]));
	const youngest = new Map<string, QemuProcess>();
	const dropped = new Set<QemuProcess>();
	for (const child of processes) {
		const parent = byPid.get(child.stat.parent);
		if (parent && haveSameArguments(parent, child)) {
			dropped.add(parent.stat.threads > child.stat.threads ? child : parent);
		}

		const key = `${child.users?.effective} ${child.fingerprint}`;
		const known = youngest.get(key);
		if (!known || isYounger(child, known)) {
			youngest.set(key, child);
		}
	}

	const isWaitingForDaemon = (one: QemuProcess): boolean => {
		const twin = youngest.get(`${one.users?.effective} ${one.fingerprint}`);
		return one.isDaemon && one.stat.threads < guestThreads && twin !== undefined && isYounger(twin, one);
	};

	return processes.filter((process) => !dropped.has(process) && !isWaitingForDaemon(process));
};

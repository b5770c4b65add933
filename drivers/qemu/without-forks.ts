import type {QemuProcess} from './qemu-process.ts';

/** A running guest has at least its main, its RCU and a processor's thread; one that has not is still starting. */
export const guestThreads = 3;

const haveSameArguments = (one: QemuProcess, other: QemuProcess): boolean =>
	one.fingerprint === other.fingerprint && one.users?.effective === other.users?.effective;

const isYounger = ({stat, pid}: QemuProcess, than: QemuProcess): boolean =>
	(Number(stat.startTicks) - Number(than.stat.startTicks) || pid - than.pid) > 0;

/**
While -daemonize starts, and while QEMU runs a script, two processes have one command line, parent and child: the one
with more threads is the guest, and of two with as many the child.

-daemonize forks twice and the process between ends, so that the guest is no child of the one that waits for it to be
up: they have their command line in common, and the older has no processor.
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

import type {Clock} from '../../source/clock.ts';
import {createCommandLineReader} from '../linux/command-line-reader.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {type Readable, readFolder, readLink} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import {createSlots} from '../qmp/slots.ts';
import {parseCommandLine} from './command-line.ts';
import {isQemu} from './is-qemu.ts';
import {createQemuProcess, isOver, type QemuProcess} from './qemu-process.ts';
import {findWorkingFolder} from './working-folder.ts';

export type ProcessFinder = {
	/** The QEMU processes of now, in the order of their pids. */
	readonly find: () => Promise<readonly QemuProcess[]>;
	/** A process that is known to be QEMU, whatever its name. Absent: it cannot be read, or runs no machine of its own. */
	readonly read: (pid: number) => Promise<QemuProcess | undefined>;
};

/** What was seen of a process that is no QEMU. */
type Other = {readonly executable: Readable<string>; readonly seenAt: number};

/*
A process that forks and then executes QEMU keeps its pid and start time, so "no QEMU" is never final: a young process
is looked at in each round, an old one in every sixteenth.
*/
const youth = 10;
const rounds = 16;

/** Command lines read at once. */
const readLimit = 8;

const sameExecutable = (one: Readable<string>, other: Readable<string>): boolean =>
	'value' in one && 'value' in other && one.value === other.value;

const haveSameArguments = (one: QemuProcess, other: QemuProcess): boolean =>
	one.argv.join('\0') === other.argv.join('\0');

/** A running guest has at least its main, its RCU and a processor's thread; one that has not is still starting. */
const guestThreads = 3;

const isYounger = ({stat, pid}: QemuProcess, than: QemuProcess): boolean =>
	(Number(stat.startTicks) - Number(than.stat.startTicks) || pid - than.pid) > 0;

/**
-daemonize forks twice and the process between ends, so that the guest is no child of the one that waits for it to be
up: they have their command line in common, and the older has no processor.
*/
const isWaitingForDaemon = (one: QemuProcess, processes: readonly QemuProcess[]): boolean =>
	one.stat.threads < guestThreads &&
	parseCommandLine(one.argv).has('daemonize') &&
	processes.some((other) => haveSameArguments(one, other) && isYounger(other, one));

/**
While -daemonize starts, and while QEMU runs a script, two processes have one command line, parent and child: the one
with more threads is the guest, and of two with as many the child.
*/
const withoutForks = (processes: readonly QemuProcess[]): readonly QemuProcess[] => {
	const byPid = new Map(processes.map((process) => [process.pid, process]));
	const dropped = new Set<QemuProcess>();
	for (const child of processes) {
		const parent = byPid.get(child.stat.parent);
		if (parent && haveSameArguments(parent, child)) {
			dropped.add(parent.stat.threads > child.stat.threads ? child : parent);
		}
	}

	return processes.filter((process) => !dropped.has(process) && !isWaitingForDaemon(process, processes));
};

/** Looks through /proc, and remembers what each process is, so that a look at thousands of them costs little. */
export const createProcessFinder = (root: string, clock: Clock): ProcessFinder => {
	const guests = new Map<number, QemuProcess>();
	const others = new Map<number, Other>();
	const readCommandLine = createCommandLineReader(root, clock);
	const slots = createSlots(readLimit);
	let round = 0;

	/** Of one that is a QEMU. `unclear`: it cannot be told now. */
	const examine = async (
		pid: number,
		isOne: (argv: readonly string[]) => boolean,
	): Promise<QemuProcess | 'unclear' | undefined> => {
		const release = await slots.acquire();
		const argv = await readCommandLine(pid);
		const isFound = argv !== 'stuck' && argv !== undefined && isOne(argv);
		const isDaemon = isFound && parseCommandLine(argv).has('daemonize');
		const folder = isFound ? await findWorkingFolder(root, pid, isDaemon, readCommandLine) : undefined;
		release();
		const stat = readProcessStat(root, pid);
		if (argv === 'stuck' || !stat || isOver(stat)) {
			return 'unclear';
		}

		return isFound ? createQemuProcess(root, pid, stat, argv, folder) : undefined;
	};

	const inspect = async (pid: number, executable: Readable<string>): Promise<void> => {
		const process = await examine(pid, (argv) => isQemu(executable, argv));
		if (process === 'unclear') {
			return;
		}

		if (process) {
			others.delete(pid);
			guests.set(pid, process);
		} else {
			others.set(pid, {executable, seenAt: others.get(pid)?.seenAt ?? clock.monotonic()});
		}
	};

	/** Is it a known guest, as it is now? One of another start time is none, and forgotten. */
	const refresh = (pid: number): boolean => {
		const known = guests.get(pid);
		const stat = known && readProcessStat(root, pid);
		if (!known || !stat || isOver(stat) || stat.startTicks !== known.stat.startTicks) {
			guests.delete(pid);
			return false;
		}

		guests.set(pid, {...known, stat});
		return true;
	};

	const isDue = (pid: number, other: Other): boolean =>
		clock.monotonic() - other.seenAt < youth || pid % rounds === round;

	const look = (pid: number): Promise<void> | undefined => {
		const other = others.get(pid);
		if (refresh(pid) || (other && !isDue(pid, other))) {
			return undefined;
		}

		const executable = readLink(rooted(root, `/proc/${pid}/exe`));
		if ('refusal' in executable && executable.refusal === 'absent') {
			others.set(pid, {executable, seenAt: other?.seenAt ?? clock.monotonic()});
			return undefined;
		}

		return other && sameExecutable(executable, other.executable) ? undefined : inspect(pid, executable);
	};

	const forgetAllBut = (present: ReadonlySet<number>) => {
		for (const known of [guests, others]) {
			for (const pid of known.keys()) {
				if (!present.has(pid)) {
					known.delete(pid);
				}
			}
		}
	};

	return {
		read: async (pid) => {
			const process = await examine(pid, () => true);
			return process === 'unclear' ? undefined : process;
		},
		find: async () => {
			const names = readFolder(rooted(root, '/proc'));
			const pids = ('value' in names ? names.value : []).filter((name) => /^\d+$/.test(name)).map(Number);
			round = (round + 1) % rounds;
			forgetAllBut(new Set(pids));
			await Promise.all(pids.map(look));
			return withoutForks([...guests.values()].toSorted((one, other) => one.pid - other.pid));
		},
	};
};

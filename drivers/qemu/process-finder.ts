import {settledWhileMoving} from '../../source/async/wait.ts';
import {commandLinesBy} from '../linux/command-line-reader.ts';
import {createPatientReader} from '../linux/patient-reader.ts';
import {type ProcessStat, readProcessStat} from '../linux/process-stat.ts';
import {type ProcessUsers, readProcessStatus} from '../linux/process-status.ts';
import {type Readable, readFolder, readLink} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import {createOwnerLimits} from '../qmp/owner-limits.ts';
import {parseCommandLine} from './command-line.ts';
import {betterOf, createConfigRereads} from './config-rereads.ts';
import type {ProcessContext} from './context.ts';
import {isQemu, mayBeQemu} from './is-qemu.ts';
import {createQemuProcess, isOver, type QemuProcess} from './qemu-process.ts';
import {readConfigFile} from './read-config-file.ts';
import {withoutForks} from './without-forks.ts';
import {findWorkingFolder} from './working-folder.ts';

/** Searches /proc for QEMU processes. */
export type ProcessFinder = {
	/**
	Resolves to the QEMU processes of now, in the order of their pids. A process that does not show its command line is
	left out, and looked at again. @throws ExhaustedError
	*/
	readonly find: () => Promise<readonly QemuProcess[]>;
	/** Reads a known QEMU process, whatever its name. Undefined: it cannot be read, or runs no machine of its own. */
	readonly read: (pid: number) => Promise<QemuProcess | undefined>;
	/** What the last search could not find out, and whose processes that concerns. */
	readonly omissions: () => FinderOmissions;
};

/** What a search left out. */
export type FinderOmissions = {
	/** Pids of processes that may be domains and do not show their command lines. */
	readonly stuck: readonly number[];
	/** User ids with more domains than are shown, and how many domains are not shown. */
	readonly over: ReadonlyMap<number, number>;
};

/** What was seen of a process that is no QEMU. */
type Other = {readonly executable: Readable<string>; readonly seenAt: number};

/*
A process that forks and then executes QEMU keeps its pid and start time, so "no QEMU" is never final. A young process
is looked at in each round, an old process in every sixteenth.
*/
const youth = 10;
const rounds = 16;

/** Command lines of one owner that are read at once. */
const readLimit = 8;

/** Seconds without any answer after which a search goes on without the processes that are still being read. */
const searchTimeoutSeconds = 0.3;

/** Seconds after which a process that did not show its command line is asked again. */
const stuckRestSeconds = 10;

/** Most domains shown of a user who is neither root nor this program's user. */
export const strangerLimit = 2048;

const sameExecutable = (one: Readable<string>, other: Readable<string>): boolean =>
	'value' in one && 'value' in other && one.value === other.value;

/** Searches /proc, and remembers what each process is, so that a look at thousands of processes costs little. */
export const createProcessFinder = (world: ProcessContext, tables: UnixTables): ProcessFinder => {
	const {root, clock, spawn, isOwn} = world;
	const guests = new Map<number, QemuProcess>();
	const others = new Map<number, Other>();
	const underWay = new Map<number, Promise<void>>();
	/** By pid: the monotonic second at which the process was asked last. */
	const stuck = new Map<number, number>();
	const rereads = createConfigRereads(clock);
	const readPatiently = createPatientReader(clock, spawn);
	const readCommandLine = commandLinesBy(root, readPatiently);
	const configReader = {root, clock, isOwn, tables, read: readPatiently};
	const limitOf = createOwnerLimits(() => readLimit);
	let over: ReadonlyMap<number, number> = new Map();
	let round = 0;
	let failure: unknown;

	const read = async (pid: number, users: ProcessUsers | undefined) => {
		const owner = users?.effective;
		const stranger = owner === undefined || isOwn(owner) ? undefined : owner;
		return limitOf(owner)(async () => {
			// Starting children takes time, which must not pass before the search has begun to wait for them.
			await Promise.resolve();
			const argv = await readCommandLine(pid, 'cmdline', stranger);
			const isDaemon = Array.isArray(argv) && parseCommandLine(argv).has('daemonize');
			const folder = Array.isArray(argv)
				? await findWorkingFolder(root, pid, isDaemon, (one, file) => readCommandLine(one, file, stranger))
				: undefined;
			return {argv, folder};
		});
	};

	/** Reads what a process is. `unclear`: that is not known now. Undefined: it is no QEMU. */
	const examine = async (
		pid: number,
		isOne: (argv: readonly string[]) => boolean,
	): Promise<QemuProcess | 'unclear' | undefined> => {
		const users = readProcessStatus(root, pid)?.users;
		const {argv, folder} = await read(pid, users);
		const stat = readProcessStat(root, pid);
		if (argv === 'stuck' && !guests.has(pid)) {
			stuck.set(pid, clock.monotonic());
		}

		if (argv === 'stuck' || !stat || isOver(stat)) {
			return 'unclear';
		}

		stuck.delete(pid);
		return argv !== undefined && isOne(argv)
			? createQemuProcess(root, {pid, stat, users, argv, folder}, tables, (process, path) =>
					readConfigFile(configReader, process, path),
				)
			: undefined;
	};

	const inspect = async (pid: number, executable: Readable<string>): Promise<void> => {
		const process = await examine(pid, (argv) => isQemu(executable, argv));
		if (process === 'unclear') {
			return;
		}

		if (process) {
			others.delete(pid);
			guests.set(pid, betterOf(guests.get(pid), process));
		} else if (!guests.has(pid)) {
			setOther(pid, executable);
		}
	};

	const setOther = (pid: number, executable: Readable<string>): void => {
		others.set(pid, {executable, seenAt: others.get(pid)?.seenAt ?? clock.monotonic()});
	};

	/** Whether a pid is a known domain of which all is read; updates its stat. Another start time means another process. */
	const refresh = (pid: number): boolean => {
		const known = guests.get(pid);
		const stat = known && readProcessStat(root, pid);
		if (!known || !stat || isOver(stat) || stat.startTicks !== known.stat.startTicks) {
			guests.delete(pid);
			return false;
		}

		guests.set(pid, {...known, stat});
		return !rereads.isDue(known);
	};

	const isDue = (pid: number, other: Other): boolean =>
		clock.monotonic() - other.seenAt < youth || pid % rounds === round;

	const isQuarantined = (pid: number): boolean =>
		clock.monotonic() - (stuck.get(pid) ?? Number.NEGATIVE_INFINITY) < stuckRestSeconds;

	const nameOf = (pid: number) => (): string | undefined => {
		const stat: ProcessStat | undefined = readProcessStat(root, pid);
		return stat?.name;
	};

	const check = (pid: number): Promise<void> | undefined => {
		const other = others.get(pid);
		const isKnown = refresh(pid);
		if (underWay.has(pid) || isKnown || (other && !isDue(pid, other)) || isQuarantined(pid)) {
			return underWay.get(pid);
		}

		const executable = readLink(rooted(root, `/proc/${pid}/exe`));
		if (other && sameExecutable(executable, other.executable)) {
			return undefined;
		}

		if (!mayBeQemu(executable, nameOf(pid))) {
			setOther(pid, executable);
			return undefined;
		}

		const inspection = inspect(pid, executable)
			.catch((error) => {
				failure = error;
			})
			.finally(() => underWay.delete(pid));
		underWay.set(pid, inspection);
		return inspection;
	};

	const forgetAllBut = (present: ReadonlySet<number>) => {
		rereads.forgetAllBut(present);
		for (const known of [guests, others, stuck]) {
			for (const pid of known.keys()) {
				if (!present.has(pid)) {
					known.delete(pid);
				}
			}
		}
	};

	/** Keeps at most `strangerLimit` domains of each stranger, the lowest pids first. */
	const withinLimits = (processes: readonly QemuProcess[]): readonly QemuProcess[] => {
		const counts = new Map<number, number>();
		const kept = processes.filter(({users}) => {
			const owner = users?.effective;
			if (owner === undefined || isOwn(owner)) {
				return true;
			}

			const count = (counts.get(owner) ?? 0) + 1;
			counts.set(owner, count);
			return count <= strangerLimit;
		});
		over = new Map(
			[...counts]
				.filter(([, count]) => count > strangerLimit)
				.map(([owner, count]) => [owner, count - strangerLimit]),
		);
		return kept;
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
			await settledWhileMoving(
				pids.flatMap((pid) => check(pid) ?? []),
				clock,
				searchTimeoutSeconds,
			);
			if (failure !== undefined) {
				const error = failure;
				failure = undefined;
				throw error;
			}

			return withinLimits(withoutForks([...guests.values()].toSorted((one, other) => one.pid - other.pid)));
		},
		omissions: () => ({stuck: [...stuck.keys()], over}),
	};
};

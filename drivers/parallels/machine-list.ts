import type {Clock} from '../../source/async/clock.ts';
import {untilAborted} from '../../source/async/wait.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import type {Machine, MachineDetails} from './machines/machine.ts';
import type {MachineLister} from './machines/machine-lister.ts';

/** The machines of this host, kept up to date by short lists, and described by long ones where something is new. */
export type MachineList = {
	/**
	Reads what is due, and waits for it until the signal; what is late goes on. Never rejects.
	@param isUrgent something suggests that the list is old: a short one is due after a second.
	*/
	readonly refresh: (signal: AbortSignal, isUrgent?: boolean) => Promise<void>;
	readonly machines: () => readonly Machine[];
	/** Why the list is old; absent: it is not. */
	readonly trouble: () => ProblemReport | undefined;
};

/** Seconds between two short lists (also where the list is doubted), between two long ones, and before a long one that failed is tried again. */
const shortListIntervalSeconds = 5;
const urgentListIntervalSeconds = 1;
const longListIntervalSeconds = 600;
const failureDelaySeconds = 30;

const reportOf = (error: unknown): ProblemReport =>
	error instanceof DriverError
		? {kind: 'list', message: error.message, advice: error.advice}
		: {kind: 'list', message: `prlctl list failed: ${String(error)}.`, advice: 'Try it by hand.'};

/** Before the first list a machine is known by its statistics alone. @throws DriverError where the first list fails */
export const openMachineList = async (
	clock: Clock,
	lister: MachineLister,
	closing: AbortSignal,
): Promise<MachineList> => {
	let machines = await lister.short(closing);
	let details: ReadonlyMap<string, MachineDetails> = new Map();
	let shortDue = clock.monotonic() + shortListIntervalSeconds;
	let longDue = Number.NEGATIVE_INFINITY;
	let underWay: Promise<unknown> | undefined;
	let longUnderWay: Promise<unknown> | undefined;
	let trouble: ProblemReport | undefined;
	/** Those that were there when a long list was asked for, and need no other of their own. */
	let asked: ReadonlySet<string> = new Set();
	let isFirst = true;

	const readShort = async (): Promise<void> => {
		try {
			machines = await lister.short(closing);
			trouble = undefined;
			if (machines.some(({uuid}) => !asked.has(uuid)) && longDue > clock.monotonic() + failureDelaySeconds) {
				longDue = Number.NEGATIVE_INFINITY;
			}
		} catch (error) {
			trouble = closing.aborted ? undefined : reportOf(error);
		} finally {
			shortDue = clock.monotonic() + shortListIntervalSeconds;
		}
	};

	/** What it tells of states is older than a short list that overtook it; who is not described is tried again with the next. */
	const readLong = async (): Promise<void> => {
		asked = new Set(machines.map(({uuid}) => uuid));
		try {
			const described = await lister.long(closing);
			details = new Map(
				described.flatMap((machine) => (machine.details ? [[machine.uuid, machine.details]] : [])),
			);
			longDue = clock.monotonic() + longListIntervalSeconds;
		} catch {
			// The short list says what is wrong with prlctl; disks then go by their counters' names.
			longDue = clock.monotonic() + failureDelaySeconds;
		}
	};

	return {
		async refresh(signal, isUrgent = false) {
			if (
				clock.monotonic() >=
				(isUrgent && !trouble ? shortDue - shortListIntervalSeconds + urgentListIntervalSeconds : shortDue)
			) {
				underWay ??= readShort().finally(() => {
					underWay = undefined;
				});
			}

			if (clock.monotonic() >= longDue) {
				longUnderWay ??= readLong().finally(() => {
					longUnderWay = undefined;
				});
			}

			const awaited = [underWay, isFirst ? longUnderWay : undefined];
			isFirst = false;
			await untilAborted(Promise.all(awaited), signal);
		},
		machines: () =>
			machines.map((machine) => {
				const known = details.get(machine.uuid);
				return known ? {...machine, details: known} : machine;
			}),
		trouble: () => trouble,
	};
};

import type {Clock} from '../../source/async/clock.ts';
import {untilAborted} from '../../source/async/wait.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import type {Machine, MachineDetails} from './machines/machine.ts';
import type {MachineLister} from './machines/machine-lister.ts';

/** The machines of this host. Short lists keep them up to date; long lists add the details of new machines. */
export type MachineList = {
	/**
	Reads the lists that are due, and waits for them until the signal. A late list goes on in the background. Never rejects.
	@param isUrgent the list may be stale: a short list is then due one second after the last.
	*/
	readonly refresh: (signal: AbortSignal, isUrgent?: boolean) => Promise<void>;
	readonly machines: () => readonly Machine[];
	/** Why the list is stale. Undefined: it is not. */
	readonly trouble: () => ProblemReport | undefined;
};

/** Seconds between two short lists, two urgent short lists and two long lists, and before a failed long list is retried. */
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
	/** Uuids of the machines known when the last long list was requested: they need no further long list. */
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

	/**
	Takes only the details of a long list: its states are older than those of a short list that overtook it.
	A machine without details is tried again with the next long list.
	*/
	const readLong = async (): Promise<void> => {
		asked = new Set(machines.map(({uuid}) => uuid));
		try {
			const described = await lister.long(closing);
			details = new Map(
				described.flatMap((machine) => (machine.details ? [[machine.uuid, machine.details]] : [])),
			);
			longDue = clock.monotonic() + longListIntervalSeconds;
		} catch {
			// The short list reports what is wrong with prlctl. Disks are then shown under their counters' names.
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

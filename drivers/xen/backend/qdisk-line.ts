import type {Clock} from '../../../source/async/clock.ts';
import {createLifetime} from '../../../source/async/lifetime.ts';
import type {Limit} from '../../../source/async/limit.ts';
import {untilAborted} from '../../../source/async/wait.ts';
import type {ProblemReport} from '../../../source/model/sample.ts';
import {rooted} from '../../linux/rooted.ts';
import {converse} from '../../qmp/converse.ts';
import {QmpFault, type QmpFaultKind} from '../../qmp/qmp-fault.ts';
import {createQuarantine} from '../../qmp/quarantine.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from './backend.ts';
import {createQdiskCounter} from './qdisk-counters.ts';
import {unnamedEntries} from './qdisk-entries.ts';
import {type KnownImages, type QdiskReading, readQdisks} from './qdisk-reading.ts';
import {type QdiskTrouble, qdiskTrouble} from './qdisk-trouble.ts';

export type QdiskAnswer = {
	/** Counters, or the reason why there are none, by devid. */
	readonly disks: ReadonlyMap<number, VbdCounters>;
	/** What is wrong. Undefined: nothing is wrong, or not for long enough. */
	readonly report?: Omit<ProblemReport, 'domain'> | undefined;
};

/** The way to the QEMU that serves or emulates disks of one domain: one QMP session at a time. */
export type QdiskLine = {
	/**
	Never rejects. At the signal it resolves with the counters at hand: perhaps the last counters again, with their old
	`at`. The QMP session goes on to its end, and the next call gets its result.
	*/
	readonly ask: (disks: readonly StoreDisk[], signal: AbortSignal) => Promise<QdiskAnswer>;
	/** Ends the present QMP session. Idempotent. */
	readonly close: () => Promise<void>;
};

export type QdiskWorld = {
	readonly root: string;
	readonly clock: Clock;
	/** Limit of QMP sessions at once. */
	readonly limit: Limit;
	/** Limit of QMP sessions at once with QEMUs in quarantine; no call waits for these sessions. */
	readonly quarantineLimit: Limit;
};

/** Seconds for a QMP session: xentop and other clients wait for the same socket meanwhile. */
const conversationTimeoutSeconds = 1;

/** Seconds until a QEMU that failed is asked again. */
const retryDelaysSeconds = {first: 1, last: 30};

/** Xen's path of the socket, and the path before /run existed. The socket qmp-libxl-<domid> beside it is libxl's own. */
export const socketsOf = (domid: number): readonly [string, string] => [
	`/run/xen/qmp-libxenstat-${domid}`,
	`/var/run/xen/qmp-libxenstat-${domid}`,
];

const isOfKind = (error: unknown, ...kinds: readonly QmpFaultKind[]): boolean =>
	error instanceof QmpFault && kinds.includes(error.kind);

export const createQdiskLine = (world: QdiskWorld, domid: number): QdiskLine => {
	const {root, clock} = world;
	const [path, otherPath] = socketsOf(domid);
	const lifetime = createLifetime();
	const quarantine = createQuarantine(clock, retryDelaysSeconds);
	const count = createQdiskCounter();
	let disks: readonly StoreDisk[] = [];
	let known: KnownImages | undefined;
	let work: Promise<void> | undefined;
	/** A reply that no call of `ask` has taken yet. */
	let reading: QdiskReading | undefined;
	let counted: ReadonlyMap<number, VbdCounters> = new Map();
	let trouble: QdiskTrouble | undefined;

	const converseOver = async (socket: string): Promise<void> => {
		const options = {
			path: rooted(root, socket),
			clock,
			timeoutSeconds: conversationTimeoutSeconds,
			signal: lifetime.signal,
		};
		const answer = await converse(options, (client) =>
			readQdisks(client, known, (entries) => unnamedEntries(disks, entries).length > 0),
		);
		({known} = answer);
		reading = answer;
		trouble = undefined;
		quarantine.reset();
	};

	/** @throws the error of the first socket, unless only the other socket exists. */
	const converseOverEither = async (): Promise<void> => {
		try {
			await converseOver(path);
		} catch (error) {
			if (!isOfKind(error, 'absent')) {
				throw error;
			}

			await converseOver(otherPath).catch((second: unknown) => {
				throw isOfKind(second, 'absent') ? error : second;
			});
		}
	};

	const fail = (error: unknown) => {
		const {reason, report} = qdiskTrouble(error, path, domid);
		// QEMU listens only a moment after its domain starts, and hangs up when the domain ends: a first failure is no problem.
		const isPassing = trouble === undefined && isOfKind(error, 'absent', 'closed');
		trouble = isPassing ? {reason} : {reason, report};
		reading = undefined;
		counted = new Map();
		// The pauses do not grow: looking for the socket costs nothing, and the QEMU of a starting domain comes late.
		if (isOfKind(error, 'absent')) {
			quarantine.reset();
		}

		quarantine.trip();
	};

	const converseWithinLimit = async (): Promise<void> => {
		const limit = quarantine.isActive() ? world.quarantineLimit : world.limit;
		try {
			await limit(() => {
				lifetime.signal.throwIfAborted();
				return converseOverEither();
			});
		} catch (error) {
			fail(error);
		} finally {
			work = undefined;
		}
	};

	return {
		ask: async (asked, signal) => {
			disks = asked;
			const isQuarantined = quarantine.isActive();
			if (!lifetime.isOver() && (!isQuarantined || quarantine.isDue())) {
				work ??= converseWithinLimit();
			}

			if (work && !isQuarantined) {
				await untilAborted(work, signal);
			}

			if (reading) {
				counted = count(asked, reading);
				reading = undefined;
			}

			const {reason, report} = trouble ?? {reason: 'QEMU has not answered yet'};
			return {disks: new Map(asked.map(({devid}) => [devid, counted.get(devid) ?? {reason}])), report};
		},
		close: async () => {
			lifetime.end();
			await work;
		},
	};
};

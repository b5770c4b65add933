import type {Clock} from '../../../source/clock.ts';
import {orAborted} from '../../../source/or-aborted.ts';
import type {ProblemReport} from '../../../source/sample.ts';
import {rooted} from '../../linux/rooted.ts';
import {createAttempts} from '../../qmp/attempts.ts';
import {converse} from '../../qmp/converse.ts';
import {QmpFault, type QmpFaultKind} from '../../qmp/qmp-fault.ts';
import type {Slots} from '../../qmp/slots.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from './backend.ts';
import {createQdiskCounter} from './qdisk-counters.ts';
import {unnamedEntries} from './qdisk-entries.ts';
import {type KnownImages, type QdiskReading, readQdisks} from './qdisk-reading.ts';
import {type QdiskTrouble, qdiskTrouble} from './qdisk-trouble.ts';

export type QdiskAnswer = {
	/** Counters, or the reason why there are none, by devid. */
	readonly disks: ReadonlyMap<number, VbdCounters>;
	/** What is wrong; absent: nothing, or not for long enough. */
	readonly report?: Omit<ProblemReport, 'domain'> | undefined;
};

/** The way to the QEMU that serves or emulates disks of one domain: one conversation at a time. */
export type QdiskLine = {
	/**
	Never rejects. At the signal it resolves with what there is, which may be the last counters again, with their old
	`at`; the conversation goes on to its own end, and the next that asks is given what came of it.
	*/
	readonly ask: (disks: readonly StoreDisk[], signal: AbortSignal) => Promise<QdiskAnswer>;
	/** Ends the present conversation. Idempotent. */
	readonly close: () => Promise<void>;
};

export type QdiskWorld = {
	readonly root: string;
	readonly clock: Clock;
	/** Bounds of the conversations at once, and of those that nobody waits for. */
	readonly slots: Slots;
	readonly suspectSlots: Slots;
};

/** Seconds for a conversation: xentop and others wait for the same socket meanwhile. */
const patience = 1;

/** Seconds until one that failed is asked again. */
const pauses = {first: 1, last: 30};

/** Where Xen puts it, and where it was before there was a /run. The qmp-libxl-<domid> beside it is libxl's own. */
export const socketsOf = (domid: number): readonly [string, string] => [
	`/run/xen/qmp-libxenstat-${domid}`,
	`/var/run/xen/qmp-libxenstat-${domid}`,
];

const isOfKind = (error: unknown, ...kinds: readonly QmpFaultKind[]): boolean =>
	error instanceof QmpFault && kinds.includes(error.kind);

export const createQdiskLine = (world: QdiskWorld, domid: number): QdiskLine => {
	const {root, clock, slots, suspectSlots} = world;
	const [path, otherPath] = socketsOf(domid);
	const closing = new AbortController();
	const attempts = createAttempts(clock, pauses);
	const count = createQdiskCounter();
	let disks: readonly StoreDisk[] = [];
	let known: KnownImages | undefined;
	let work: Promise<void> | undefined;
	/** Nobody was given it yet. */
	let reading: QdiskReading | undefined;
	let counted: ReadonlyMap<number, VbdCounters> = new Map();
	let trouble: QdiskTrouble | undefined;

	const converseOver = async (socket: string): Promise<void> => {
		const options = {path: rooted(root, socket), clock, patience, signal: closing.signal};
		const answer = await converse(options, (client) =>
			readQdisks(client, known, (entries) => unnamedEntries(disks, entries).length > 0),
		);
		({known} = answer);
		reading = answer;
		trouble = undefined;
		attempts.cleared();
	};

	/** @throws what the first socket failed with, unless only the other one is there. */
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
		// QEMU listens only a moment after its domain starts, and hangs up when it ends: no problem the first time.
		const isPassing = trouble === undefined && isOfKind(error, 'absent', 'closed');
		trouble = isPassing ? {reason} : {reason, report};
		reading = undefined;
		counted = new Map();
		// To look whether it is there costs nothing, and the QEMU of a domain that starts comes late.
		if (isOfKind(error, 'absent')) {
			attempts.cleared();
		}

		attempts.failed();
	};

	const talk = async (): Promise<void> => {
		const release = await (attempts.isSuspect() ? suspectSlots : slots).acquire();
		try {
			closing.signal.throwIfAborted();
			await converseOverEither();
		} catch (error) {
			fail(error);
		}

		release();
		work = undefined;
	};

	return {
		ask: async (asked, signal) => {
			disks = asked;
			const isSuspect = attempts.isSuspect();
			if (!closing.signal.aborted && (!isSuspect || attempts.isDue())) {
				work ??= talk();
			}

			if (work && !isSuspect) {
				await orAborted(work, signal);
			}

			if (reading) {
				counted = count(asked, reading);
				reading = undefined;
			}

			const {reason, report} = trouble ?? {reason: 'QEMU has not answered yet'};
			return {disks: new Map(asked.map(({devid}) => [devid, counted.get(devid) ?? {reason}])), report};
		},
		close: async () => {
			closing.abort();
			await work;
		},
	};
};

import type {Clock} from '../../../source/clock.ts';
import {createSlots} from '../../qmp/slots.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from './backend.ts';
import {noCounters} from './no-counters.ts';
import {createQdiskLine, type QdiskAnswer, type QdiskLine} from './qdisk-line.ts';

export type QdiskAsker = {
	/**
	The counters of a domain's QDisks, and of the other disks given the reason why there are none. Never rejects; resolves
	at the signal at the latest.
	*/
	readonly ask: (domid: number, disks: readonly StoreDisk[], signal: AbortSignal) => Promise<QdiskAnswer>;
	/** Forgets all other domains, and ends what is under way with them. */
	readonly keep: (domids: ReadonlySet<number>) => void;
	/** Ends what is under way. Idempotent. */
	readonly close: () => Promise<void>;
};

/** Sockets open at once: to those that answer, and to those that did not the last time. */
const socketLimit = 12;
const suspectLimit = 4;

/**
Asks the QEMU behind QDisks, which the kernel does not count, over the QMP socket that libxl gives it for libxenstat:
query-blockstats. A QEMU takes one client at a time and xentop is another, so that each conversation is short; one that
fails is tried again after a second, then with growing pauses.
*/
export const createQdiskAsker = ({
	root,
	clock,
}: {
	readonly root: string;
	readonly clock: Clock;
}): QdiskAsker => {
	const world = {root, clock, slots: createSlots(socketLimit), suspectSlots: createSlots(suspectLimit)};
	const lines = new Map<number, QdiskLine>();
	let isClosed = false;

	const lineTo = (domid: number): QdiskLine => {
		const line = lines.get(domid) ?? createQdiskLine(world, domid);
		lines.set(domid, line);
		return line;
	};

	return {
		ask: async (domid, disks, signal) => {
			const refused = new Map<number, VbdCounters>();
			const qdisks: StoreDisk[] = [];
			for (const disk of disks) {
				const reason = isClosed ? 'the connection was closed' : noCounters(disk);
				if (reason !== undefined) {
					refused.set(disk.devid, {reason});
				} else if (disk.backend === 'qdisk') {
					qdisks.push(disk);
				} else {
					refused.set(disk.devid, {reason: 'the kernel does not list it'});
				}
			}

			if (qdisks.length === 0) {
				return {disks: refused};
			}

			const answer = await lineTo(domid).ask(qdisks, signal);
			return {...answer, disks: new Map([...refused, ...answer.disks])};
		},
		keep: (domids) => {
			for (const [domid, line] of lines) {
				if (!domids.has(domid)) {
					lines.delete(domid);
					void line.close();
				}
			}
		},
		close: async () => {
			isClosed = true;
			await Promise.all([...lines.values()].map((line) => line.close()));
			lines.clear();
		},
	};
};

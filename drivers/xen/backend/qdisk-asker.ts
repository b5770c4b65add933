import type {Clock} from '../../../source/async/clock.ts';
import {createLimit} from '../../../source/async/limit.ts';
import {rooted} from '../../linux/rooted.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from './backend.ts';
import {inodeOf} from './inode-of.ts';
import {mayBeEmulated, noCounters} from './no-counters.ts';
import {createQdiskLine, type QdiskAnswer, type QdiskLine, socketsOf} from './qdisk-line.ts';

export type QdiskAsker = {
	/**
	Asks for the counters of a domain's QDisks, and of the emulated form of the other disks. A disk without counters has the
	reason. A VBD that the kernel lists and QEMU does not emulate is left out. Never rejects; resolves at the signal at the
	latest.
	@param served devids of VBDs that the kernel lists.
	*/
	readonly ask: (
		domid: number,
		disks: readonly StoreDisk[],
		signal: AbortSignal,
		served?: ReadonlySet<number>,
	) => Promise<QdiskAnswer>;
	/** Forgets all other domains and ends their QMP sessions. */
	readonly keep: (domids: ReadonlySet<number>) => void;
	/** Ends all QMP sessions. Idempotent. */
	readonly close: () => Promise<void>;
};

/** Sockets open at once: to QEMUs that answer, and to QEMUs in quarantine, which did not answer the last time. */
const socketLimit = 12;
const quarantineSocketLimit = 4;

/**
Asks QEMU for the counters of QDisks and emulated disks, which the kernel does not count: query-blockstats over the QMP
socket that libxl gives QEMU for libxenstat. QEMU takes one client at a time, and xentop is another client, so each QMP
session is short. A QMP session that fails is retried after a second, then with back-off.
*/
export const createQdiskAsker = ({
	root,
	clock,
}: {
	readonly root: string;
	readonly clock: Clock;
}): QdiskAsker => {
	const world = {
		root,
		clock,
		limit: createLimit(socketLimit),
		quarantineLimit: createLimit(quarantineSocketLimit),
	};
	const lines = new Map<number, QdiskLine>();
	let isClosed = false;

	const isThere = (domid: number): boolean =>
		socketsOf(domid).some((path) => inodeOf(rooted(root, path)) !== undefined);

	const lineTo = (domid: number): QdiskLine => {
		const line = lines.get(domid) ?? createQdiskLine(world, domid);
		lines.set(domid, line);
		return line;
	};

	return {
		ask: async (domid, disks, signal, served = new Set()) => {
			const refused = new Map<number, VbdCounters>();
			const qdisks: StoreDisk[] = [];
			const emulated: StoreDisk[] = [];
			for (const disk of disks) {
				const reason = isClosed ? 'the connection was closed' : noCounters(disk);
				if (reason === undefined && disk.backend === 'qdisk') {
					qdisks.push(disk);
					continue;
				}

				if (!isClosed && mayBeEmulated(disk)) {
					emulated.push(disk);
				}

				if (!served.has(disk.devid)) {
					refused.set(disk.devid, {reason: reason ?? 'the kernel does not list it'});
				}
			}

			// A PV guest has no device model, so its socket need not exist.
			const asked = [...qdisks, ...(emulated.length > 0 && isThere(domid) ? emulated : [])];
			if (asked.length === 0) {
				return {disks: refused};
			}

			const {disks: counted, report} = await lineTo(domid).ask(asked, signal);
			// QEMU emulates these disks only now and then: their reason from above says more than "QEMU does not list it".
			const own = [...counted].filter(
				([devid, {reason}]) => reason === undefined || qdisks.some((disk) => disk.devid === devid),
			);
			return {disks: new Map([...refused, ...own]), report};
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

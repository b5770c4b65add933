import type {GuestContext} from './context.ts';
import {reasons} from './mapping/reasons.ts';
import {listenedNames} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Finds which processes the system's libvirt started, where its pid files may not be seen. */
export type StartedByLibvirt = {
	/** Looks at what these processes listen on. Await it before a refresh asks. @throws ExhaustedError */
	readonly refresh: (processes: readonly QemuProcess[]) => Promise<void>;
	/** Whether libvirt started the process. `just now`: libvirt itself may not report it yet. */
	readonly has: (process: QemuProcess) => boolean | 'just now';
};

/** What a process listens on. `unclear`: a row of one of its sockets is forged. */
type Finding = {
	readonly monitor: 'yes' | 'no' | 'hidden' | 'unclear';
	readonly at: number;
	readonly firstAt: number;
};

/** Seconds between the start of a process and the moment from which libvirt surely reports it. */
const startSeconds = 10;

/** Seconds after which a process that did not listen is looked at again. */
const retrySeconds = 10;

/** Most processes looked at in one refresh: each may have thousands of descriptors. */
const examineLimit = 64;

/** Where the system's libvirt has its monitors; monitors of a session lie in a folder of its user. */
const ownFolder = /^\/(?:var\/)?(?:lib|run)\/libvirt\/qemu\//;

/**
A process counts if its user is root or libvirt's, so that no other user can make the process. It must also name a
monitor of libvirt, and listen in libvirt's folder. Where this program may not see what the process listens on, it
counts as long as no second process of these users has its uuid.
*/
export const createStartedByLibvirt = (
	world: Pick<GuestContext, 'root' | 'clock' | 'tables'>,
	isLibvirtUser: (user: number) => boolean,
): StartedByLibvirt => {
	const findings = new Map<string, Finding>();
	let rivals: ReadonlyMap<string | undefined, number> = new Map();

	const mayBe = ({users, monitors, hasOtherNetwork}: QemuProcess): boolean =>
		users?.isOne === true &&
		(users.effective === 0 || isLibvirtUser(users.effective)) &&
		monitors.reason === reasons.belongsToLibvirt &&
		!hasOtherNetwork;

	const examinedAt = ({incarnation}: QemuProcess): number =>
		findings.get(incarnation)?.at ?? Number.MIN_SAFE_INTEGER;

	const isDue = (process: QemuProcess): boolean =>
		findings.get(process.incarnation)?.monitor !== 'yes' &&
		world.clock.monotonic() - examinedAt(process) >= retrySeconds;

	const examine = async (process: QemuProcess): Promise<void> => {
		const listened = await listenedNames(world, process);
		const monitor =
			listened === 'hidden'
				? 'hidden'
				: listened.names.some((name) => ownFolder.test(name))
					? 'yes'
					: listened.isUnclear
						? 'unclear'
						: 'no';
		const at = world.clock.monotonic();
		findings.set(process.incarnation, {
			monitor,
			at,
			firstAt: findings.get(process.incarnation)?.firstAt ?? at,
		});
	};

	return {
		async refresh(processes) {
			const concerned = processes.filter(mayBe);
			const present = new Set(concerned.map(({incarnation}) => incarnation));
			for (const incarnation of findings.keys()) {
				if (!present.has(incarnation)) {
					findings.delete(incarnation);
				}
			}

			const counts = new Map<string | undefined, number>();
			for (const {identity} of concerned) {
				counts.set(identity.uuid, (counts.get(identity.uuid) ?? 0) + 1);
			}

			rivals = counts;
			const due = concerned.filter(isDue).toSorted((one, other) => examinedAt(one) - examinedAt(other));
			if (due.length > 0) {
				// A table from before the process began has none of its sockets.
				await world.tables.now();
			}

			for (const process of due.slice(0, examineLimit)) {
				await examine(process);
			}
		},
		has: (process) => {
			if (!mayBe(process)) {
				return false;
			}

			const now = world.clock.monotonic();
			const {monitor, firstAt} = findings.get(process.incarnation) ?? {monitor: 'yes', firstAt: now};
			const isIts = monitor === 'hidden' ? rivals.get(process.identity.uuid) === 1 : monitor !== 'no';
			return isIts && now - firstAt < startSeconds ? 'just now' : isIts;
		},
	};
};

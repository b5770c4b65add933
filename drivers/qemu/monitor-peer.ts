import type {PinnedPath} from '../linux/pin-path.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import {admitPath, admitSocket} from './admit-socket.ts';
import {claimedSocket} from './claimed-socket.ts';
import type {GuestContext} from './context.ts';
import {type Identified, identifyGuest} from './identify-guest.ts';
import {faceOfProcess, type GuestFace} from './mapping/domain.ts';
import type {MonitorAddress} from './monitor-address.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import {isMistaken, listensOn} from './own-sockets.ts';
import {hasProcessors, isAlive, type QemuProcess} from './qemu-process.ts';
import {SocketRefusal} from './socket-refusal.ts';

/** Whoever is at the other end of a guest's socket, as far as it is known. */
export type MonitorPeer = {
	/** Absent: not known, or none of this machine. */
	readonly process: () => QemuProcess | undefined;
	/** Absent: it has not answered yet. */
	readonly face: () => GuestFace | undefined;
	/** Takes the process as the last look found it. */
	readonly update: (process: QemuProcess) => void;
	/** Forgets a process that only its answers told of and that is over; says whether it did. @throws ExhaustedError */
	readonly forgetEnded: () => boolean;
	/** A socket as the kernel knows it: of a guest found by its socket only its process tells. */
	readonly monitor: (socket: MonitorSocket) => MonitorSocket;
	/** Looks at a socket and holds it. @throws QmpFault, SocketRefusal, ExhaustedError */
	readonly admit: (socket: MonitorSocket) => Promise<PinnedPath>;
	/** Finds out who answers, where no command line says; `absent`: another than whose row it is. @throws QmpFault, ExhaustedError */
	readonly identify: (client: QmpClient, socket: MonitorSocket, pin: PinnedPath) => Promise<void>;
	/**
	Is it sure that whoever answers is the process that is shown, as a write must be? Where no process is known it is who
	listens where a person chose. @throws ExhaustedError
	*/
	readonly isSure: (socket: MonitorSocket) => Promise<boolean>;
};

export const createMonitorPeer = (world: GuestContext, seat: MonitorAddress): MonitorPeer => {
	let process = seat.process;
	let face = process && faceOfProcess(process);
	/** What the seat's process is known to serve over. */
	let known: PinnedPath | undefined;
	let identified: (Identified & {readonly pin: PinnedPath}) | undefined;

	const monitor = (socket: MonitorSocket): MonitorSocket =>
		identified?.monitor ? {...identified.monitor, path: socket.path} : socket;

	/** What lay at the path that a person gave may have been replaced since it was seen to be its process's. */
	const admitGiven = async (of: QemuProcess, path: string): Promise<PinnedPath> => {
		const pin = await admitPath(world, path);
		let isIts = false;
		try {
			isIts = (await claimedSocket(world, of, pin)) !== undefined;
		} finally {
			if (!isIts) {
				await pin.close();
			}
		}

		if (!isIts) {
			throw new QmpFault('absent', path);
		}

		return pin;
	};

	const admitAny = (socket: MonitorSocket): Promise<PinnedPath> => {
		if (!seat.process) {
			return admitPath(world, socket.path);
		}

		return seat.isGiven ? admitGiven(seat.process, socket.path) : admitSocket(world, seat.process, socket);
	};

	return {
		process: () => process,
		face: () => face,
		update: (now) => {
			process = now;
		},
		forgetEnded: () => {
			if (seat.process || !process || isAlive(world.root, process)) {
				return false;
			}

			process = undefined;
			face = undefined;
			identified = undefined;
			return true;
		},
		monitor,
		admit: async (socket) => {
			const pin = await admitAny(socket);
			// Only then: what it names and waits for may be another's.
			if (process && monitor(socket).waits && !hasProcessors(process)) {
				await pin.close();
				throw new SocketRefusal('waiting');
			}

			return pin;
		},
		identify: async (client, {path, bound}, pin) => {
			if (!seat.process) {
				const before = identified?.pin === pin ? identified : undefined;
				const found = await identifyGuest(client, world, path, pin, before);
				identified = {...found, pin};
				({face, process} = found);
			} else if (known !== pin) {
				if (await isMistaken(world, seat.process, bound)) {
					throw new QmpFault('absent', path);
				}

				known = pin;
			}
		},
		isSure: async (socket) =>
			!process ||
			((await listensOn(world, process, monitor(socket).bound)) === 'yes' &&
				!(await isMistaken(world, process, monitor(socket).bound))),
	};
};

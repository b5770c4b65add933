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

/** The process at the other end of a domain's socket, as far as it is known. */
export type MonitorPeer = {
	/** Undefined: not known, or none of this machine. */
	readonly process: () => QemuProcess | undefined;
	/** Undefined: it has not answered yet. */
	readonly face: () => GuestFace | undefined;
	/** Takes the process as the last search found it. */
	readonly update: (process: QemuProcess) => void;
	/** Forgets a process that has ended and that only its answers showed; returns whether it did. @throws ExhaustedError */
	readonly forgetEnded: () => boolean;
	/** A socket as the kernel knows it. Where a domain was found by its socket, only the domain's process shows this. */
	readonly monitor: (socket: MonitorSocket) => MonitorSocket;
	/** Checks a socket and pins it. @throws QmpFault, SocketRefusal, ExhaustedError */
	readonly admit: (socket: MonitorSocket) => Promise<PinnedPath>;
	/**
	Finds out which process answers, where no command line shows it.
	@throws QmpFault (`absent`: another process than the row's answers), ExhaustedError
	*/
	readonly identify: (client: QmpClient, socket: MonitorSocket, pin: PinnedPath) => Promise<void>;
	/**
	Whether the peer is surely the process that is shown, as a write requires. Where no process is known, the peer is the
	process that listens where a person chose. @throws ExhaustedError
	*/
	readonly isSure: (socket: MonitorSocket) => Promise<boolean>;
};

/** @param address where the monitor is. Its process is known from /proc, or found by asking the monitor. */
export const createMonitorPeer = (world: GuestContext, address: MonitorAddress): MonitorPeer => {
	let process = address.process;
	let face = process && faceOfProcess(process);
	/** The pinned socket that the address's process is known to serve. */
	let known: PinnedPath | undefined;
	let identified: (Identified & {readonly pin: PinnedPath}) | undefined;

	const monitor = (socket: MonitorSocket): MonitorSocket =>
		identified?.monitor ? {...identified.monitor, path: socket.path} : socket;

	/**
	Pins a given path only if the socket there is still the process's own: the file may have been replaced since the first
	look.
	*/
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
		if (!address.process) {
			return admitPath(world, socket.path);
		}

		return address.isGiven
			? admitGiven(address.process, socket.path)
			: admitSocket(world, address.process, socket);
	};

	return {
		process: () => process,
		face: () => face,
		update: (now) => {
			process = now;
		},
		forgetEnded: () => {
			if (address.process || !process || isAlive(world.root, process)) {
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
			// Checked only after the pin: a socket that the process names, and would wait on, may be another process's.
			if (process && monitor(socket).waits && !hasProcessors(process)) {
				await pin.close();
				throw new SocketRefusal('waiting');
			}

			return pin;
		},
		identify: async (client, {path, bound}, pin) => {
			if (!address.process) {
				const before = identified?.pin === pin ? identified : undefined;
				const found = await identifyGuest(client, world, path, pin, before);
				identified = {...found, pin};
				({face, process} = found);
			} else if (known !== pin) {
				if (await isMistaken(world, address.process, bound)) {
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

import {ExhaustedError} from '../../source/process/exhausted-error.ts';
import {cleanText, textLimits} from '../../source/text/clean-text.ts';
import type {PinnedPath} from '../linux/pin-path.ts';
import {readProcessAge, readUptime} from '../linux/process-age.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {createQuarantine} from '../qmp/quarantine.ts';
import {askGuest, freshKnowledge, type GuestAnswers} from './ask-guest.ts';
import {askHardware} from './ask-hardware.ts';
import type {GuestContext} from './context.ts';
import {domainStatus} from './domain-status.ts';
import type {Guest} from './guest.ts';
import {type GuestReading, readingFromAnswers} from './mapping/domain.ts';
import type {MonitorAddress} from './monitor-address.ts';
import {createMonitorPeer} from './monitor-peer.ts';
import {occupancyOf} from './occupancy.ts';
import {createProcReader, type ProcReader} from './proc-reading.ts';
import {isAlive} from './qemu-process.ts';
import {createQmpSession} from './qmp-session.ts';
import {isStopped, type Trouble, type TroubleKind, troubleOf} from './trouble.ts';

/** Seconds that a refresh waits for a domain: half the refresh's delay, within bounds. */
const timeoutSecondsOf = (delay: number): number => Math.min(1, Math.max(0.25, delay / 2));

/** Timeout of a domain in quarantine, for which no refresh waits, and of a write, seconds. */
const quarantineTimeoutSeconds = 4;

/** Seconds after the start of QEMU in which it may not listen yet. */
const startSeconds = 5;

/**
Seconds after which refreshes stop waiting for a client that holds the socket. A client that comes and goes does not
starve us.
*/
const heldSeconds = 5;

const soon = {first: 1, last: 8};
/** A socket that is perhaps no QMP socket is not asked often. */
const rarely = {first: 60, last: 600};

/** Keeps one domain: its QMP session, what /proc shows of its process, its last reading and its trouble. */
export const createGuest = (world: GuestContext, address: MonitorAddress): Guest => {
	const {root, clock, readOnly} = world;
	const quarantine = createQuarantine(clock, address.isOptional ? rarely : soon);
	const peer = createMonitorPeer(world, address);
	const session = createQmpSession(world, {
		sockets: address.sockets,
		admit: peer.admit,
		occupancy: (socket, since) =>
			occupancyOf(world, peer.process(), [socket.path, peer.monitor(socket).bound], since),
		keepsPin: !address.process?.hasOtherMounts,
	});
	let local: ProcReader | undefined = address.process && createProcReader(root, clock, address.process);
	let knowledge = freshKnowledge();
	let last: GuestReading | undefined;
	let nicsHidden = false;
	let trouble: Trouble | undefined;
	let reading: Promise<void> | undefined;
	let shownAt: number | undefined;

	const identify = async (client: QmpClient, pin: PinnedPath): Promise<void> => {
		const before = peer.face()?.incarnation;
		await peer.identify(client, session.socket(), pin);
		const process = peer.process();
		if (peer.face()?.incarnation !== before) {
			knowledge = freshKnowledge();
			local = process && createProcReader(root, clock, process);
		}
	};

	const owner = (): number | undefined => peer.process()?.users?.effective ?? address.user;

	const ask = async (client: QmpClient, pin: PinnedPath): Promise<GuestAnswers> => {
		await identify(client, pin);
		const before = knowledge.hardware;
		const hardware = await askHardware(client, before, {clock, listThreads: local?.threads});
		knowledge.hardware = hardware;
		await local?.search(hardware.nics);
		return askGuest(client, knowledge, {
			clock,
			devices: hardware === before ? undefined : hardware.devices,
			balloonPeriod: async () =>
				!readOnly && (await peer.isSure(session.socket())) ? world.balloonPeriod : undefined,
			local,
		});
	};

	/** Seconds since the process was started; where the process is not known, since its host was. */
	const age = (): number | undefined => {
		const process = peer.process();
		return process ? readProcessAge(root, process.stat) : readUptime(root);
	};

	/** QEMU listens only a moment after it was started. */
	const isStarting = (): boolean =>
		peer.process() !== undefined && (age() ?? Number.POSITIVE_INFINITY) < startSeconds;

	const stateOfProcess = (): string | undefined => peer.process()?.stat.state;

	const causeOf = (error: unknown): Promise<TroubleKind> =>
		troubleOf(error, {
			root,
			tables: world.tables,
			process: peer.process(),
			socket: peer.monitor(session.socket()),
		});

	const fail = async (error: unknown): Promise<void> => {
		if (peer.forgetEnded()) {
			[local, last] = [undefined, undefined];
			knowledge = freshKnowledge();
		}

		const kind = await causeOf(error);
		if ((kind === 'absent' || kind === 'missing') && isStarting()) {
			return;
		}

		trouble = {
			kind,
			since: trouble?.since ?? session.askedAt(),
			detail: cleanText(error instanceof Error ? error.message : String(error), textLimits.sentence),
			path: session.socket().path,
		};
		// It costs nothing to see whether another client is still served, or the domain still waits for its first client.
		if (kind !== 'busy' && kind !== 'waiting') {
			quarantine.trip();
		}

		session.change();
	};

	const read = async (quick: number): Promise<void> => {
		const isSuspect = quarantine.isActive();
		const limit = (isSuspect ? world.quarantineLimitOf : world.limitOf)(owner());
		const timeoutSeconds = isSuspect ? quarantineTimeoutSeconds : quick;
		const since = clock.monotonic();
		const isHeld = trouble?.kind === 'busy' && since - trouble.since > heldSeconds;
		const heldTimeoutSeconds = isHeld ? 0 : undefined;
		try {
			await local?.search();
			const answers = await session.talk({timeoutSeconds, heldTimeoutSeconds, since, limit}, ask);
			const face = peer.face();
			last = face && readingFromAnswers(face, knowledge, answers, readOnly, {last, age});
			nicsHidden = answers.local?.nicsHidden ?? false;
			trouble = undefined;
			quarantine.succeeded(clock.monotonic() - session.askedAt(), quick);
		} catch (error) {
			if (!session.isClosed()) {
				await fail(error);
			}

			if (error instanceof ExhaustedError) {
				throw error;
			}
		} finally {
			reading = undefined;
		}
	};

	const silenceSince = (since: number): Trouble => ({
		kind: 'silent',
		since,
		detail: '',
		path: session.socket().path,
	});

	/** The trouble where no new reading came: the last reading is shown once more, or the first reading is still awaited. */
	const presentSilence = (): Trouble | undefined => {
		if (last && last.at !== shownAt) {
			return undefined;
		}

		const isAsking = session.isAsking();
		const since = isAsking ? session.askedAt() : last?.at;
		return since === undefined ? undefined : {...silenceSince(since), kind: isAsking ? 'silent' : 'unasked'};
	};

	/** Without QMP everything comes from /proc, which has to be searched too. */
	const searchProcess = async (): Promise<void> => {
		await local?.search();
	};

	return {
		update: peer.update,
		refresh: ({delay}) => {
			if (session.isClosed()) {
				return undefined;
			}

			if (address.sockets.length === 0) {
				return searchProcess();
			}

			if (!reading && stateOfProcess() === 'T') {
				trouble = {...silenceSince(trouble?.since ?? clock.monotonic()), kind: 'stopped'};
				return searchProcess();
			}

			if (!reading && trouble?.kind === 'stopped' && !isStopped(stateOfProcess())) {
				quarantine.reset();
			}

			const isSuspect = quarantine.isActive();
			if (!isSuspect || quarantine.isDue()) {
				reading ??= read(timeoutSecondsOf(delay));
				// A refresh that does not wait for the reading must not leave its rejection unhandled.
				reading.catch(() => {});
			}

			return isSuspect ? searchProcess() : reading;
		},
		view: () => {
			const present = trouble ?? presentSilence();
			shownAt = last?.at;
			const state = {
				process: peer.process(),
				local,
				face: peer.face(),
				knowledge,
				last,
				nicsHidden,
				trouble: present,
			};
			return domainStatus(state, address, {clock, readOnly});
		},
		owner,
		face: peer.face,
		isTroubled: () => trouble !== undefined,
		refusal: () => (address.sockets.length === 0 ? address.reason : undefined),
		causeOf,
		isAlive: () => {
			const process = peer.process();
			return !process || isAlive(root, process);
		},
		isSure: () => peer.isSure(session.socket()),
		talk: (asking) =>
			session.talk(
				{timeoutSeconds: quarantineTimeoutSeconds, since: clock.monotonic(), limit: world.limitOf(owner())},
				async (client, pin) => {
					await identify(client, pin);
					return asking(client, knowledge);
				},
			),
		release: session.release,
		close: session.close,
	};
};

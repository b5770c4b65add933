import {cleanText} from '../../source/clean-text.ts';
import type {SampleRequest} from '../../source/driver.ts';
import {readProcessAge} from '../linux/process-age.ts';
import {createAttempts} from '../qmp/attempts.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import {askGuest, type GuestAnswers, type GuestKnowledge} from './ask-guest.ts';
import {boundAs} from './bound-as.ts';
import {createGuestLine} from './guest-line.ts';
import {faceOfProcess, type GuestFace, type GuestReading, readingFromAnswers} from './guest-reading.ts';
import type {GuestSeat} from './guest-seat.ts';
import {type GuestView, viewGuest} from './guest-view.ts';
import type {GuestWorld} from './guest-world.ts';
import {identifyGuest} from './identify-guest.ts';
import {createLocalReader, type LocalReader} from './local-reading.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import {isAlive, type QemuProcess} from './qemu-process.ts';
import {causeOfSilence, isBusy, isListenedOn, isStopped, type Trouble, type TroubleKind} from './trouble.ts';

/** One guest and what is remembered of it; at most one QMP connection at a time. */
export type Guest = {
	/** Takes the process as the last look found it. */
	readonly update: (process: QemuProcess) => void;
	/** Asks it, or not: absent where nobody should wait for it. Never rejects. */
	readonly refresh: (request: SampleRequest) => Promise<void> | undefined;
	readonly view: (request: SampleRequest) => GuestView;
	/** Absent: it has not answered yet. */
	readonly face: () => GuestFace | undefined;
	readonly isTroubled: () => boolean;
	/** Why QEMU cannot be spoken to at all; absent: it can. */
	readonly refusal: () => string | undefined;
	/** Why a conversation failed, told apart as in the reports. */
	readonly causeOf: (fault: QmpFault) => TroubleKind;
	/** Does its process, where it is known, still run in this incarnation? Asked of the kernel. */
	readonly isAlive: () => boolean;
	/** A conversation of its own, in turn with the readings. @throws QmpFault, QmpRefusal */
	readonly talk: <Answer>(
		ask: (client: QmpClient, knowledge: GuestKnowledge) => Promise<Answer>,
	) => Promise<Answer>;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};

/** Seconds that a refresh waits for a guest: half its delay, within bounds. */
const patienceOf = (delay: number): number => Math.min(1, Math.max(0.25, delay / 2));

/** Seconds for a guest that nobody waits for, and for a write. */
const longPatience = 4;

/** Seconds after its start in which a guest may not listen yet. */
const startSeconds = 5;

const soon = {first: 1, last: 8};

/** What is perhaps no QMP socket is not bothered often. */
const rarely = {first: 60, last: 600};

const freshKnowledge = (): GuestKnowledge => ({balloon: {periodSeen: false}});

export const createGuest = (world: GuestWorld, seat: GuestSeat): Guest => {
	const {root, clock, readOnly} = world;
	const attempts = createAttempts(clock, seat.isOptional ? rarely : soon);
	const line = createGuestLine(world, seat.sockets);
	let process = seat.process;
	let face = process && faceOfProcess(process);
	let local: LocalReader | undefined = process && createLocalReader(root, clock, process);
	let knowledge = freshKnowledge();
	let last: GuestReading | undefined;
	let nicsHidden = false;
	let trouble: Trouble | undefined;
	let reading: Promise<void> | undefined;
	let shownAt: number | undefined;

	const identify = async (client: QmpClient): Promise<void> => {
		if (seat.process) {
			return;
		}

		const found = await identifyGuest(client, world, line.socket().path);
		if (found.face.incarnation !== face?.incarnation) {
			knowledge = freshKnowledge();
			local = found.process && createLocalReader(root, clock, found.process);
		}

		({face, process} = found);
	};

	const ask = async (client: QmpClient, vcpus: boolean): Promise<GuestAnswers> => {
		await identify(client);
		return askGuest(client, knowledge, {
			clock,
			vcpus,
			balloonPeriod: readOnly ? undefined : world.balloonPeriod,
			readLocal: local?.read,
		});
	};

	/** QEMU listens only a moment after it was started. */
	const isStarting = (): boolean =>
		process !== undefined && (readProcessAge(root, process.stat) ?? Number.POSITIVE_INFINITY) < startSeconds;

	/** As the kernel knows the present socket: of a guest found by its socket only its process tells. */
	const monitor = (): MonitorSocket =>
		seat.process || !process ? line.socket() : boundAs(root, line.socket(), process.monitors.sockets);

	const causeOf = ({kind}: QmpFault): TroubleKind => {
		if (kind === 'absent') {
			return process && isListenedOn(root, line.socket()) ? 'missing' : kind;
		}

		return kind === 'silent' || kind === 'cancelled' ? causeOfSilence(root, process?.pid, monitor()) : kind;
	};

	const fail = (error: unknown) => {
		const kind = error instanceof QmpFault ? causeOf(error) : 'garbled';
		if ((kind === 'absent' || kind === 'missing') && isStarting()) {
			return;
		}

		trouble = {
			kind,
			since: trouble?.since ?? line.askedAt(),
			detail: cleanText(error instanceof Error ? error.message : String(error)),
			path: line.socket().path,
		};
		attempts.failed();
		line.change();
	};

	const read = async (vcpus: boolean, quick: number): Promise<void> => {
		const isSuspect = attempts.isSuspect();
		const patience = isSuspect && trouble?.kind !== 'busy' ? longPatience : quick;
		const slots = isSuspect ? world.suspectSlots : world.slots;
		try {
			const answers = await line.talk(patience, slots, (client) => ask(client, vcpus));
			last = face && readingFromAnswers(face, knowledge, answers, readOnly);
			nicsHidden = answers.local?.nicsHidden ?? false;
			trouble = undefined;
			attempts.succeeded(clock.monotonic() - line.askedAt(), quick);
		} catch (error) {
			if (!line.isClosed()) {
				fail(error);
			}
		}

		reading = undefined;
	};

	const silenceSince = (since: number): Trouble => ({
		kind: 'silent',
		since,
		detail: '',
		path: line.socket().path,
	});

	/** Nothing new came, so that the last reading is shown once more; or it is being asked for the first one. */
	const presentSilence = (): Trouble | undefined => {
		if (last ? last.at !== shownAt : !line.isAsking()) {
			return undefined;
		}

		return silenceSince(line.isAsking() ? line.askedAt() : (last?.at ?? clock.monotonic()));
	};

	/** Is the cause of silence visibly gone? */
	const isOver = ({kind}: Trouble): boolean =>
		(kind === 'stopped' && !isStopped(process?.stat.state)) || (kind === 'busy' && !isBusy(root, monitor()));

	return {
		update: (now) => {
			process = now;
		},
		refresh: ({vcpus, delay}) => {
			if (seat.sockets.length === 0 || line.isClosed()) {
				return undefined;
			}

			if (!reading && process?.stat.state === 'T') {
				trouble = {...silenceSince(trouble?.since ?? clock.monotonic()), kind: 'stopped'};
				return undefined;
			}

			if (!reading && trouble && isOver(trouble)) {
				attempts.cleared();
			}

			const isSuspect = attempts.isSuspect();
			if (!isSuspect || attempts.isDue()) {
				reading ??= read(vcpus, patienceOf(delay));
			}

			return isSuspect ? undefined : reading;
		},
		view: ({vcpus}) => {
			const present = trouble ?? presentSilence();
			shownAt = last?.at;
			const state = {process, local, face, knowledge, last, nicsHidden, trouble: present};
			return viewGuest(state, seat, {clock, root, readOnly, vcpus});
		},
		face: () => face,
		isTroubled: () => trouble !== undefined,
		refusal: () => (seat.sockets.length === 0 ? seat.reason : undefined),
		causeOf,
		isAlive: () => !process || isAlive(root, process),
		talk: (asking) =>
			line.talk(longPatience, world.slots, async (client) => {
				await identify(client);
				return asking(client, knowledge);
			}),
		close: line.close,
	};
};

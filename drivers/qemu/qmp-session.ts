import {createLifetime} from '../../source/async/lifetime.ts';
import {createLimit, type Limit} from '../../source/async/limit.ts';
import {patientClock, settledWithin} from '../../source/async/wait.ts';
import type {PinnedPath} from '../linux/pin-path.ts';
import {converse} from '../qmp/converse.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import type {GuestContext} from './context.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import type {Occupancy} from './occupancy.ts';
import {SocketRefusal} from './socket-refusal.ts';

/** What is asked, with the pinned socket over which it is asked. */
export type Ask<Answer> = (client: QmpClient, pin: PinnedPath) => Promise<Answer>;

/** The bounds of one conversation. */
export type TalkOptions = {
	/** Timeout of the whole conversation, seconds. */
	readonly timeoutSeconds: number;
	/** Seconds to wait while another client is served. Undefined: as long as for the conversation. */
	readonly heldTimeoutSeconds?: number | undefined;
	/** Monotonic second from which on a reading of the served clients is new enough. */
	readonly since: number;
	/** Bounds the conversations with domains at once. */
	readonly limit: Limit;
};

/** The way to one domain: one conversation at a time, in the order of asking. */
export type QmpSession = {
	/**
	Holds a conversation within `timeoutSeconds`, counted from when the limit has room for it.
	@throws QmpFault, QmpRefusal, SocketRefusal, ExhaustedError
	*/
	readonly talk: <Answer>(options: TalkOptions, ask: Ask<Answer>) => Promise<Answer>;
	/** The socket of the present or the next conversation. */
	readonly socket: () => MonitorSocket;
	/** Takes another socket from the next conversation on, where the domain has several. */
	readonly change: () => void;
	/** Monotonic second at which the last conversation began. */
	readonly askedAt: () => number;
	/** Whether a conversation is under way. */
	readonly isAsking: () => boolean;
	/** Whether `close` was called: further conversations are refused. */
	readonly isClosed: () => boolean;
	/** Releases the socket, which is checked again before the next conversation. */
	readonly release: () => Promise<void>;
	/** Ends the present conversation. Idempotent. */
	readonly close: () => Promise<void>;
};

/** The sockets of one domain, and how they are checked before a conversation. */
export type QmpSessionOptions = {
	/** At least one socket; `change` takes the next. */
	readonly sockets: readonly MonitorSocket[];
	/** Checks a socket and pins it. @throws QmpFault, SocketRefusal, ExhaustedError */
	readonly admit: (socket: MonitorSocket) => Promise<PinnedPath>;
	/**
	Finds which clients are at a socket, as of the monotonic second `since` or later; undefined: as of now.
	@throws ExhaustedError
	*/
	readonly occupancy: (socket: MonitorSocket, since: number | undefined) => Promise<Occupancy>;
	/**
	Whether the pin is kept for the next conversation. Else it is closed, so that nothing of a container's tree stays in
	use.
	*/
	readonly keepsPin: boolean;
};

/** Seconds that checking a socket may take: the check asks no other machine and no disk that is not busy. */
const admissionTimeoutSeconds = 1;
/** Seconds between two checks of a socket that serves another client. */
const servedInterval = 0.05;
/** Seconds after which this program tries a socket whose queue may be another's, or made up by another user. */
const queueTrustSeconds = 5;

/** Opens nothing before the first conversation. */
export const createQmpSession = (
	{clock}: Pick<GuestContext, 'clock'>,
	{sockets, admit, occupancy, keepsPin}: QmpSessionOptions,
): QmpSession => {
	const lifetime = createLifetime();
	const inTurn = createLimit(1);
	let index = 0;
	let askedAt = 0;
	let isAsking = false;
	let pin: PinnedPath | undefined;
	let hanging = false;
	let queuedSince: number | undefined;
	/** Whether the last connection was not let in, so that it may be the client that waits there. */
	let wasLeftOut = false;

	const socket = (): MonitorSocket => sockets[index % sockets.length] ?? {path: '', bound: '', waits: false};

	const release = async (): Promise<void> => {
		const held = pin;
		pin = undefined;
		await held?.close();
	};

	/** A check that hangs holds a thread of Node's pool: no socket is checked again before that check ends. */
	const admitInTime = async (): Promise<PinnedPath> => {
		if (hanging) {
			throw new SocketRefusal('unchecked');
		}

		const admission = admit(socket());
		if (await settledWithin(patientClock(clock), admissionTimeoutSeconds, admission)) {
			return admission;
		}

		hanging = true;
		const settle = (late?: PinnedPath) => {
			hanging = false;
			return late?.close();
		};
		admission.then(settle, () => settle());
		throw new SocketRefusal('unchecked');
	};

	const isFull = (isQueued: boolean): boolean => {
		queuedSince = isQueued ? (queuedSince ?? clock.monotonic()) : undefined;
		wasLeftOut &&= isQueued;
		return queuedSince !== undefined && (wasLeftOut || clock.monotonic() - queuedSince < queueTrustSeconds);
	};

	/**
	A monitor serves one client at a time. A client that connects while another is served waits in the queue, and stays
	there after it gave up. So this program connects only while no client is served, and no client waits.
	*/
	const waitUntilFree = async (timeoutSeconds: number, since: number): Promise<void> => {
		const deadline = clock.monotonic() + timeoutSeconds;
		for (let isFirst = true; ; isFirst = false) {
			const {isServed, isQueued} = await occupancy(socket(), isFirst ? since : undefined);
			if (!isFull(isQueued) && !isServed) {
				return;
			}

			if (isFirst) {
				continue;
			}

			if (clock.monotonic() + servedInterval >= deadline || lifetime.isOver()) {
				throw isServed ? new SocketRefusal('busy') : new QmpFault('silent', 'no client is let in');
			}

			await clock.sleep(servedInterval, lifetime.signal);
		}
	};

	const isGone = (error: unknown): boolean => error instanceof QmpFault && error.kind === 'absent';

	const talkOnce = async <Answer>(
		{timeoutSeconds, heldTimeoutSeconds, since}: TalkOptions,
		ask: Ask<Answer>,
	): Promise<Answer> => {
		pin ??= await admitInTime();
		const held = pin;
		await waitUntilFree(heldTimeoutSeconds ?? timeoutSeconds, since);
		let isLetIn = false;
		try {
			return await converse({path: held.path, clock, timeoutSeconds, signal: lifetime.signal}, (client) => {
				isLetIn = true;
				return ask(client, held);
			});
		} finally {
			wasLeftOut = !isLetIn;
		}
	};

	/** If no process listens on a pinned file any more, looks once more: another file may be there by now. */
	const talkAnew = async <Answer>(options: TalkOptions, ask: Ask<Answer>): Promise<Answer> => {
		const wasHeld = pin !== undefined;
		try {
			return await talkOnce(options, ask);
		} catch (error) {
			if (!wasHeld || !isGone(error)) {
				throw error;
			}

			await release();
			return talkOnce(options, ask);
		}
	};

	const talkNow = async <Answer>(options: TalkOptions, ask: Ask<Answer>): Promise<Answer> => {
		if (lifetime.isOver()) {
			throw new QmpFault('cancelled', 'given up');
		}

		askedAt = clock.monotonic();
		isAsking = true;
		try {
			return await talkAnew(options, ask);
		} finally {
			isAsking = false;
		}
	};

	return {
		talk: (options, ask) =>
			inTurn(async () => {
				let isFine = false;
				try {
					const answer = await options.limit(() => talkNow(options, ask));
					isFine = true;
					return answer;
				} finally {
					if (!isFine || !keepsPin || lifetime.isOver()) {
						await release();
					}
				}
			}),
		socket,
		change: () => {
			index += 1;
		},
		askedAt: () => askedAt,
		isAsking: () => isAsking,
		isClosed: () => lifetime.isOver(),
		release: () => inTurn(release),
		close: () => {
			lifetime.end();
			return inTurn(release);
		},
	};
};

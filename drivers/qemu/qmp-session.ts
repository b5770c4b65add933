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

/** What is asked, with the socket it is asked over. */
export type Ask<Answer> = (client: QmpClient, pin: PinnedPath) => Promise<Answer>;

export type TalkOptions = {
	/** Seconds for all of the conversation. */
	readonly timeoutSeconds: number;
	/** Seconds to wait while another client is served; absent: as long as for the conversation. */
	readonly heldTimeoutSeconds?: number | undefined;
	/** Monotonic second from which on a look at who is served is new enough. */
	readonly since: number;
	/** Bounds the conversations with guests at once. */
	readonly limit: Limit;
};

/** The way to one guest: one conversation at a time, in the order of asking. */
export type QmpSession = {
	/** Within so many seconds, from when there is room for it. @throws QmpFault, QmpRefusal, SocketRefusal, ExhaustedError */
	readonly talk: <Answer>(options: TalkOptions, ask: Ask<Answer>) => Promise<Answer>;
	readonly socket: () => MonitorSocket;
	/** Takes another socket from the next conversation on, where the guest has several. */
	readonly change: () => void;
	/** Monotonic second at which the last conversation began. */
	readonly askedAt: () => number;
	/** Is there one now? */
	readonly isAsking: () => boolean;
	readonly isClosed: () => boolean;
	/** Lets go of the socket, which is looked at anew before the next conversation. */
	readonly release: () => Promise<void>;
	/** Ends the present conversation. Idempotent. */
	readonly close: () => Promise<void>;
};

export type QmpSessionOptions = {
	readonly sockets: readonly MonitorSocket[];
	/** Looks at a socket and holds it. @throws QmpFault, SocketRefusal, ExhaustedError */
	readonly admit: (socket: MonitorSocket) => Promise<PinnedPath>;
	/** Who is there, as of this monotonic second or later; absent: as of now. @throws ExhaustedError */
	readonly occupancy: (socket: MonitorSocket, since: number | undefined) => Promise<Occupancy>;
	/** Is what is held kept for the next conversation, or let go, so that nothing of a container's tree stays in use? */
	readonly keepsPin: boolean;
};

/** Seconds that looking at a socket may take: it asks no other machine and no disk that is not busy. */
const admissionTimeoutSeconds = 1;
/** Seconds between two looks at a socket that serves another client. */
const servedInterval = 0.05;
/** Seconds after which a queue that may be another's, or made up by another user, is given a try. */
const queueTrustSeconds = 5;

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
	/** Was the last connection not let in, so that it may be what waits there? */
	let wasLeftOut = false;

	const socket = (): MonitorSocket => sockets[index % sockets.length] ?? {path: '', bound: '', waits: false};

	const release = async (): Promise<void> => {
		const held = pin;
		pin = undefined;
		await held?.close();
	};

	/** One that hangs holds a thread of Node's pool: nothing is looked at again before it ends. */
	const admitInTime = async (): Promise<PinnedPath> => {
		if (hanging) {
			throw new SocketRefusal('remote');
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
		throw new SocketRefusal('remote');
	};

	const isFull = (isQueued: boolean): boolean => {
		queuedSince = isQueued ? (queuedSince ?? clock.monotonic()) : undefined;
		wasLeftOut &&= isQueued;
		return queuedSince !== undefined && (wasLeftOut || clock.monotonic() - queuedSince < queueTrustSeconds);
	};

	/**
	A monitor serves one client at a time. Who connects while another is served waits in its queue, and stays there after
	he gave up: so this program connects only while nobody is served, and nobody waits.
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
				throw isServed ? new SocketRefusal('busy') : new QmpFault('silent', 'nobody is let in');
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

	/** Who held a file that nobody listens on any more looks once more: another may be there by now. */
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

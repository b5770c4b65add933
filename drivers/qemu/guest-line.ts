import {rooted} from '../linux/rooted.ts';
import {converse} from '../qmp/converse.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import type {Slots} from '../qmp/slots.ts';
import type {GuestWorld} from './guest-world.ts';
import type {MonitorSocket} from './monitor-sockets.ts';

/** The way to one guest: one conversation at a time, in the order of asking. */
export type GuestLine = {
	/** Within so many seconds, from when there is room for it. @throws QmpFault, QmpRefusal */
	readonly talk: <Answer>(
		patience: number,
		slots: Slots,
		ask: (client: QmpClient) => Promise<Answer>,
	) => Promise<Answer>;
	readonly socket: () => MonitorSocket;
	/** Takes another socket from the next conversation on, where the guest has several. */
	readonly change: () => void;
	/** Monotonic second at which the last conversation began. */
	readonly askedAt: () => number;
	/** Is there one now? */
	readonly isAsking: () => boolean;
	readonly isClosed: () => boolean;
	/** Ends the present conversation. Idempotent. */
	readonly close: () => Promise<void>;
};

export const createGuestLine = (
	{root, clock}: Pick<GuestWorld, 'root' | 'clock'>,
	sockets: readonly MonitorSocket[],
): GuestLine => {
	const closing = new AbortController();
	let index = 0;
	let askedAt = 0;
	let isAsking = false;
	let turn: Promise<unknown> = Promise.resolve();

	const socket = (): MonitorSocket => sockets[index % sockets.length] ?? {path: '', bound: ''};

	return {
		talk: (patience, slots, ask) => {
			const result = turn.then(async () => {
				const release = await slots.acquire();
				try {
					closing.signal.throwIfAborted();
					askedAt = clock.monotonic();
					isAsking = true;
					const path = rooted(root, socket().path);
					return await converse({path, clock, patience, signal: closing.signal}, ask);
				} finally {
					isAsking = false;
					release();
				}
			});
			turn = result.catch(() => {});
			return result;
		},
		socket,
		change: () => {
			index += 1;
		},
		askedAt: () => askedAt,
		isAsking: () => isAsking,
		isClosed: () => closing.signal.aborted,
		close: async () => {
			closing.abort();
			await turn;
		},
	};
};

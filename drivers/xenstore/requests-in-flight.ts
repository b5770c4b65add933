import type {Clock} from '../../source/clock.ts';
import {patientSleep} from '../qmp/patient-sleep.ts';

/** What is asked: a type of `frameTypes` and the texts of its payload. */
export type StoreRequest = {readonly type: number; readonly texts: readonly string[]};

/** The requests of a conversation: those sent, in a bounded number, those that wait for room, and those given up. */
export type RequestsInFlight = {
	/** The payload of its reply, or why there is none. */
	readonly submit: (request: StoreRequest) => Promise<Buffer>;
	/** Sent and waited for under this id. */
	readonly find: (id: number) => StoreRequest | undefined;
	readonly resolve: (id: number, payload: Buffer) => void;
	readonly reject: (id: number, error: Error) => void;
	/** Monotonic second at which the oldest one that is waited for was sent; absent: none is. */
	readonly oldest: () => number | undefined;
	/** Rejects all of them; replies to those sent may still come. Returns how many replies that is, of all times. */
	readonly abandon: (error: Error) => number;
	/** Was this one given up, and not answered since? Then this is its answer. */
	readonly takeAbandoned: (id: number) => boolean;
};

export type RequestsInFlightOptions = {
	readonly clock: Clock;
	/** Seconds for each reply. */
	readonly deadline: number;
	/** Sent at once. */
	readonly limit: number;
	readonly send: (id: number, request: StoreRequest) => void;
	/** The oldest one, sent at this monotonic second, was not answered in time. */
	readonly onLate: (sentAt: number) => void;
};

type Waiting = StoreRequest & {
	readonly resolve: (payload: Buffer) => void;
	readonly reject: (error: Error) => void;
};

type Sent = Waiting & {readonly sentAt: number};

const idLimit = 2 ** 32;

export const createRequestsInFlight = (options: RequestsInFlightOptions): RequestsInFlight => {
	const {clock, deadline, limit, send, onLate} = options;
	const sent = new Map<number, Sent>();
	const abandoned = new Set<number>();
	let waiting: Waiting[] = [];
	let lastId = 0;
	let watching: AbortController | undefined;

	const unwatch = () => {
		watching?.abort();
		watching = undefined;
	};

	/** One timer for all: replies come in the order of the requests, so the oldest is the one that is late. */
	const watchOldest = async () => {
		const mine = new AbortController();
		watching = mine;
		while (watching === mine) {
			const [id, oldest] = sent.entries().next().value ?? [];
			if (id === undefined || !oldest) {
				unwatch();
				return;
			}

			await patientSleep(clock, oldest.sentAt + deadline - clock.monotonic(), mine.signal);
			if (watching === mine && sent.has(id)) {
				onLate(oldest.sentAt);
			}
		}
	};

	const pump = () => {
		while (sent.size < limit) {
			const next = waiting.shift();
			if (!next) {
				return;
			}

			lastId = (lastId + 1) % idLimit;
			sent.set(lastId, {...next, sentAt: clock.monotonic()});
			send(lastId, next);
			if (!watching) {
				void watchOldest();
			}
		}
	};

	const take = (id: number): Sent | undefined => {
		const request = sent.get(id);
		sent.delete(id);
		pump();
		if (sent.size === 0) {
			unwatch();
		}

		return request;
	};

	return {
		submit: (request) => {
			const reply = new Promise<Buffer>((resolve, reject) => {
				waiting.push({...request, resolve, reject});
				pump();
			});
			// Several are in flight and one failure ends them all: those not awaited yet must not be "unhandled".
			reply.catch(() => {});
			return reply;
		},
		find: (id) => sent.get(id),
		resolve: (id, payload) => take(id)?.resolve(payload),
		reject: (id, error) => take(id)?.reject(error),
		oldest: () => sent.values().next().value?.sentAt,
		abandon: (error) => {
			const given = [...sent.values(), ...waiting];
			for (const id of sent.keys()) {
				abandoned.add(id);
			}

			sent.clear();
			waiting = [];
			unwatch();
			for (const {reject} of given) {
				reject(error);
			}

			return abandoned.size;
		},
		takeAbandoned: (id) => abandoned.delete(id),
	};
};

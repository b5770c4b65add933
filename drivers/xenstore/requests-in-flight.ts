import type {Clock} from '../../source/async/clock.ts';
import {createLimit} from '../../source/async/limit.ts';
import {createTimer} from '../../source/async/timer.ts';
import {deferred, patientClock} from '../../source/async/wait.ts';

/** A request: a type of `frameTypes` and the texts of its payload. */
export type StoreRequest = {readonly type: number; readonly texts: readonly string[]};

/** The requests of a session: in flight up to a limit, waiting for room, and abandoned. */
export type RequestsInFlight = {
	/** Sends a request when there is room. Resolves to the payload of the reply; rejects with why there is none. */
	readonly submit: (request: StoreRequest) => Promise<Buffer>;
	/** The request in flight with this id. */
	readonly find: (id: number) => StoreRequest | undefined;
	readonly resolve: (id: number, payload: Buffer) => void;
	readonly reject: (id: number, error: Error) => void;
	/** Monotonic second at which the oldest request in flight was sent. Undefined: no request is in flight. */
	readonly oldest: () => number | undefined;
	/** Rejects all requests. Returns how many abandoned requests, also of earlier calls, may still get a reply. */
	readonly abandon: (error: Error) => number;
	/** Was the request with this id abandoned, and not answered since? The call takes the reply as its answer. */
	readonly takeAbandoned: (id: number) => boolean;
};

export type RequestsInFlightOptions = {
	readonly clock: Clock;
	/** Timeout of each reply, seconds. */
	readonly deadline: number;
	/** Most requests in flight. */
	readonly limit: number;
	readonly send: (id: number, request: StoreRequest) => void;
	/** The oldest request in flight, sent at this monotonic second, was not answered in time. */
	readonly onLate: (sentAt: number) => void;
};

type Sent = StoreRequest & {
	readonly sentAt: number;
	readonly resolve: (payload: Buffer) => void;
	readonly reject: (error: Error) => void;
};

/** Requests that are abandoned together, and why. Undefined: they are not abandoned. */
type Batch = {error?: Error};

const idLimit = 2 ** 32;

export const createRequestsInFlight = (options: RequestsInFlightOptions): RequestsInFlight => {
	const {clock, deadline, send, onLate} = options;
	const limit = createLimit(options.limit);
	const sent = new Map<number, Sent>();
	const abandoned = new Set<number>();
	const timer = createTimer(patientClock(clock));
	let batch: Batch = {};
	let lastId = 0;

	/** Replies come in the order of the requests, so the oldest request is the late request. */
	const watchOldest = () => {
		const [id, oldest] = sent.entries().next().value ?? [];
		if (id === undefined || !oldest || timer.isRunning()) {
			return;
		}

		timer.start(oldest.sentAt + deadline - clock.monotonic(), () => {
			if (sent.has(id)) {
				onLate(oldest.sentAt);
			}

			watchOldest();
		});
	};

	const begin = (request: StoreRequest): Promise<Buffer> => {
		const {promise: reply, resolve, reject} = deferred<Buffer>();
		lastId = (lastId + 1) % idLimit;
		sent.set(lastId, {...request, resolve, reject, sentAt: clock.monotonic()});
		send(lastId, request);
		watchOldest();
		return reply;
	};

	const take = (id: number): Sent | undefined => {
		const request = sent.get(id);
		sent.delete(id);
		if (sent.size === 0) {
			timer.stop();
		}

		return request;
	};

	return {
		submit: (request) => {
			const mine = batch;
			const reply = limit(() => {
				if (mine.error) {
					throw mine.error;
				}

				return begin(request);
			});
			// One failure ends all requests in flight: a promise that is not awaited yet must not be "unhandled".
			reply.catch(() => {});
			return reply;
		},
		find: (id) => sent.get(id),
		resolve: (id, payload) => take(id)?.resolve(payload),
		reject: (id, error) => take(id)?.reject(error),
		oldest: () => sent.values().next().value?.sentAt,
		abandon: (error) => {
			const given = [...sent.values()];
			batch.error = error;
			batch = {};
			for (const id of sent.keys()) {
				abandoned.add(id);
			}

			sent.clear();
			timer.stop();
			for (const {reject} of given) {
				reject(error);
			}

			return abandoned.size;
		},
		takeAbandoned: (id) => abandoned.delete(id),
	};
};

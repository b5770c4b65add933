import type {Clock} from '../../source/async/clock.ts';
import {createLifetime} from '../../source/async/lifetime.ts';
import {decodeTexts, encodeFrame, encodeTexts, type Frame, frameTypes} from './frame.ts';
import {createFrameSplitter} from './frame-splitter.ts';
import {createRequestsInFlight, type StoreRequest} from './requests-in-flight.ts';
import {StoreFault} from './store-fault.ts';
import {StoreRefusal, unlessRefused} from './store-refusal.ts';
import type {StoreTransport} from './store-transport.ts';

export type StoreClient = {
	/**
	Resolves to the payload of the reply. Rejects with a StoreRefusal in xenstored's word, or with the StoreFault that ended
	the session. A StoreFault (`silent`) can leave the session open: only probes are sent then until xenstored answers.
	*/
	readonly request: (request: StoreRequest) => Promise<Buffer>;
	/** Monotonic second since which nothing is answered. Undefined: not silent. */
	readonly silentSince: () => number | undefined;
	/** Monotonic second at which the oldest request was sent that may still be answered in time. Undefined: there is none. */
	readonly waitingSince: () => number | undefined;
	/** Monotonic second at which the last message came, or the session began. */
	readonly heardAt: () => number;
	/** Sends a request only to get any answer; never two at a time. Rejects with a StoreFault. */
	readonly probe: () => Promise<void>;
	/** Takes the events that have come. Never rejects. */
	readonly poll: () => Promise<void>;
	/** Ends the session. Idempotent; resolves when the transport is closed. */
	readonly end: (fault: StoreFault) => Promise<void>;
	/** Fires when the session has ended. */
	readonly over: AbortSignal;
};

export type StoreClientOptions = {
	readonly clock: Clock;
	/** A path that changed, at or below a watched path, and the token of the watch. */
	readonly onEvent: (path: string, token: string) => void;
	/** Called once, when the session ends. */
	readonly onEnd: (fault: StoreFault) => void;
};

/** Requests sent and not answered yet. */
const inFlightLimit = 16;
/** Seconds for each reply. */
const replyTimeoutSeconds = 5;
/** Longest payload taken, bytes: a folder of all domids that there can be, five times. */
const payloadByteLimit = 1024 * 1024;
/** Limit of abandoned requests that may still be answered; with more, the peer will not come back to us. */
const abandonedLimit = 256;

/**
A session with xenstored (Xen's docs/misc/xenstore.txt): several requests in flight, each reply found by its id, events
in between. A daemon that was stopped and goes on also answers abandoned requests: these replies are dropped.
*/
export const createStoreClient = (
	transport: StoreTransport,
	{clock, onEvent, onEnd}: StoreClientOptions,
): StoreClient => {
	const splitter = createFrameSplitter(payloadByteLimit);
	const lifetime = createLifetime();
	let ended: StoreFault | undefined;
	let silentSince: number | undefined;
	let heardAt = clock.monotonic();
	let probing: Promise<void> | undefined;

	const end = (fault: StoreFault): Promise<void> => {
		if (!ended) {
			ended = fault;
			requests.abandon(fault);
			lifetime.end();
			onEnd(fault);
		}

		return transport.close();
	};

	const requests = createRequestsInFlight({
		clock,
		deadline: replyTimeoutSeconds,
		limit: inFlightLimit,
		send: (id, {type, texts}) => {
			void unlessRefused(
				transport.send(encodeFrame({type, requestId: id, payload: encodeTexts(texts)})),
				(refusal) => requests.reject(id, refusal),
			);
		},
		onLate: (sentAt) => {
			silentSince ??= sentAt;
			const fault = new StoreFault('silent', `within ${replyTimeoutSeconds} s`);
			if (requests.abandon(fault) > abandonedLimit) {
				void end(fault);
			}
		},
	});

	const settle = ({type, requestId, payload}: Frame) => {
		const request = requests.find(requestId);
		if (!request) {
			if (!requests.takeAbandoned(requestId)) {
				throw new StoreFault('garbled', 'an answer to what was not asked');
			}
		} else if (type === frameTypes.error) {
			requests.reject(requestId, new StoreRefusal(decodeTexts(payload)[0] ?? ''));
		} else if (type === request.type) {
			requests.resolve(requestId, payload);
		} else {
			throw new StoreFault('garbled', `an answer of type ${type} to a request of type ${request.type}`);
		}
	};

	const receive = (frame: Frame) => {
		if (silentSince !== undefined && transport.outlivesDaemon) {
			throw new StoreFault('closed', 'by domtop, as xenstored may have been restarted');
		}

		silentSince = undefined;
		heardAt = clock.monotonic();
		if (frame.type !== frameTypes.watchEvent) {
			settle(frame);
			return;
		}

		const [path, token] = decodeTexts(frame.payload);
		if (path === undefined || token === undefined) {
			throw new StoreFault('garbled', 'an event without a path and a token');
		}

		onEvent(path, token);
	};

	const ask = async () => {
		try {
			await unlessRefused(requests.submit({type: frameTypes.directory, texts: ['/']}), () => undefined);
		} finally {
			probing = undefined;
		}
	};

	transport.start({
		onBytes: (bytes) => {
			try {
				for (const frame of splitter.push(bytes)) {
					if (!ended) {
						receive(frame);
					}
				}
			} catch (error) {
				if (!(error instanceof StoreFault)) {
					throw error;
				}

				void end(error);
			}
		},
		onFault: (fault) => {
			const isCut = fault.kind === 'closed' && splitter.isOpen();
			void end(isCut ? new StoreFault('closed', 'in the middle of a message', {cause: fault}) : fault);
		},
		isExpecting: () => requests.oldest() !== undefined,
	});

	return {
		request: async (request) => {
			if (ended || silentSince !== undefined) {
				throw ended ?? new StoreFault('silent', 'any more');
			}

			return requests.submit(request);
		},
		silentSince: () => silentSince,
		waitingSince: requests.oldest,
		heardAt: () => heardAt,
		probe: async () => {
			if (ended) {
				throw ended;
			}

			probing ??= ask();
			await probing;
		},
		poll: () => transport.poll(),
		end,
		over: lifetime.signal,
	};
};

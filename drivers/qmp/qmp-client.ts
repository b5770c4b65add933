import type {Clock} from '../../source/async/clock.ts';
import {deferred} from '../../source/async/wait.ts';
import {asOptionalText, asRecord, asText, isRecord, type JsonRecord} from './json-value.ts';
import {QmpFault} from './qmp-fault.ts';
import {QmpRefusal} from './qmp-refusal.ts';
import {openQmpSocket} from './qmp-socket.ts';

/** What a command returned, and the monotonic seconds between which QEMU did its work. */
export type QmpReply = {
	/** The `return` of the reply, not checked. */
	readonly value: unknown;
	readonly sentAt: number;
	readonly receivedAt: number;
};

/** An event that QEMU sent unasked (QMP specification, 2.5): its name, such as `STOP`, and its data. Undefined data: none. */
export type QmpEvent = {readonly name: string; readonly data: unknown};

/** One conversation in QMP. */
export type QmpClient = {
	/**
	Sends a command and resolves to its reply. Rejects with a QmpRefusal in the peer's words, or with the QmpFault that
	ended the conversation.
	*/
	readonly execute: (command: string, arguments_?: JsonRecord) => Promise<QmpReply>;
	/** Ends the conversation; pending commands reject (`cancelled`). Idempotent. */
	readonly close: () => void;
};

/** How to open a conversation. */
export type QmpClientOptions = {
	/** Path of the unix socket. */
	readonly path: string;
	readonly clock: Clock;
	/** Ends the conversation (`cancelled`). Nothing else ends it where the peer is silent. */
	readonly signal?: AbortSignal | undefined;
	/** Called for each event, in the order of the stream. Undefined: events are dropped. */
	readonly onEvent?: ((event: QmpEvent) => void) | undefined;
};

/** Most commands in flight; QEMU itself stops reading at eight (monitor/qmp.c). */
const inFlightLimit = 8;

type Asked = {
	readonly command: string;
	readonly resolve: (reply: QmpReply) => void;
	readonly reject: (error: Error) => void;
};

/** A command in flight. */
type Sent = Asked & {readonly sentAt: number};

/** A command that waits until fewer are in flight. */
type Waiting = Asked & {readonly arguments: JsonRecord | undefined};

/** The greeting is waited for like a reply to a command of this id. */
const greetingId = 0;

/**
Opens a conversation in QMP (QEMU's docs/interop/qmp-spec): greeting, capabilities, then commands by id, several in
flight. Resolves once the peer takes commands. Rejects with a QmpFault or QmpRefusal.
*/
export const connectQmp = async (options: QmpClientOptions): Promise<QmpClient> => {
	const {path, clock, signal, onEvent} = options;
	const sent = new Map<number, Sent>();
	const waiting: Waiting[] = [];
	/** What ended the conversation. Undefined: it goes on. */
	let fault: (() => QmpFault) | undefined;
	let lastId = greetingId;
	/** Commands that go out with the next write: a write costs both sides a turn. */
	let outbox: JsonRecord[] = [];

	const end = (faultOf: () => QmpFault) => {
		if (fault) {
			return;
		}

		fault = faultOf;
		signal?.removeEventListener('abort', cancel);
		socket.close();
		const left: readonly Asked[] = [...sent.values(), ...waiting.splice(0)];
		if (left.length > 0) {
			const error = faultOf();
			for (const {reject} of left) {
				reject(error);
			}
		}

		sent.clear();
		outbox = [];
	};

	const cancel = () => end(() => new QmpFault('cancelled', 'given up'));

	const flush = () => {
		if (outbox.length > 0) {
			socket.send(outbox);
			outbox = [];
		}
	};

	/** Sends what waits, as far as there is room in flight. All that one turn asks goes out together. */
	const sendWaiting = () => {
		while (sent.size < inFlightLimit) {
			const next = waiting.shift();
			if (!next) {
				return;
			}

			lastId += 1;
			const {command, arguments: given, resolve, reject} = next;
			sent.set(lastId, {command, sentAt: clock.monotonic(), resolve, reject});
			if (outbox.length === 0) {
				queueMicrotask(flush);
			}

			outbox.push({execute: command, ...(given ? {arguments: given} : {}), id: lastId});
		}
	};

	const settle = (id: unknown, message: JsonRecord, at: number) => {
		const pending = typeof id === 'number' ? sent.get(id) : undefined;
		if (!pending || typeof id !== 'number') {
			throw new QmpFault('garbled', 'an answer to a command that was not asked');
		}

		const {command, sentAt} = pending;
		if (isRecord(message.error)) {
			const errorClass = asOptionalText(message.error.class, 'an error class') ?? 'GenericError';
			pending.reject(new QmpRefusal(errorClass, asText(message.error.desc, 'an error description')));
		} else if ('return' in message) {
			pending.resolve({value: message.return, sentAt, receivedAt: at});
		} else {
			throw new QmpFault('garbled', `an answer to ${command} with neither return nor error`);
		}

		sent.delete(id);
		sendWaiting();
	};

	const onMessage = (message: JsonRecord, at: number) => {
		if (sent.has(greetingId)) {
			settle(greetingId, {return: asRecord(message.QMP, 'a greeting')}, at);
		} else if ('event' in message) {
			onEvent?.({name: asText(message.event, 'an event'), data: message.data});
		} else {
			settle(message.id, message, at);
		}
	};

	const execute: QmpClient['execute'] = (command, given) => {
		const {promise: reply, resolve, reject} = deferred<QmpReply>();
		// One failure ends all commands in flight: a reply that is not awaited yet must not be "unhandled".
		reply.catch(() => {});
		if (fault) {
			reject(fault());
		} else {
			waiting.push({command, arguments: given, resolve, reject});
			sendWaiting();
		}

		return reply;
	};

	const socket = openQmpSocket(path, clock, {onMessage, onFault: (why) => end(() => why)});
	const greeting = deferred<QmpReply>();
	sent.set(greetingId, {...greeting, command: 'the greeting', sentAt: clock.monotonic()});
	if (signal?.aborted) {
		cancel();
	} else {
		signal?.addEventListener('abort', cancel, {once: true});
	}

	await greeting.promise;
	try {
		await execute('qmp_capabilities');
	} catch (error) {
		cancel();
		throw error;
	}

	return {execute, close: cancel};
};

/** Takes a refusal as an answer; a QmpFault still rejects. */
export const answered = async (reply: Promise<QmpReply>): Promise<QmpReply | QmpRefusal> => {
	try {
		return await reply;
	} catch (error) {
		if (error instanceof QmpRefusal) {
			return error;
		}

		throw error;
	}
};

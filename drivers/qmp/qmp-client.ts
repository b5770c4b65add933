import type {Clock} from '../../source/async/clock.ts';
import {createLimit} from '../../source/async/limit.ts';
import {createTimer, type Timer} from '../../source/async/timer.ts';
import {deferred, patientClock} from '../../source/async/wait.ts';
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
	/** Seconds in which the greeting, and each reply after its command was sent, must come. */
	readonly deadline: number;
	/** Ends the conversation (`cancelled`). */
	readonly signal?: AbortSignal | undefined;
	/** Called for each event, in the order of the stream. Undefined: events are dropped. */
	readonly onEvent?: ((event: QmpEvent) => void) | undefined;
};

/** Most commands in flight; QEMU itself stops reading at eight (monitor/qmp.c). */
const inFlightLimit = 8;

/** A command in flight. */
type Sent = {
	readonly command: string;
	readonly sentAt: number;
	readonly timer: Timer;
	readonly resolve: (reply: QmpReply) => void;
	readonly reject: (error: Error) => void;
};

/** The greeting is waited for like a reply to a command of this id. */
const greetingId = 0;

/**
Opens a conversation in QMP (QEMU's docs/interop/qmp-spec): greeting, capabilities, then commands by id, several in
flight. Resolves once the peer takes commands. Rejects with a QmpFault or QmpRefusal.
*/
export const connectQmp = async (options: QmpClientOptions): Promise<QmpClient> => {
	const {path, clock, deadline, signal, onEvent} = options;
	const patient = patientClock(clock);
	const sent = new Map<number, Sent>();
	const limit = createLimit(inFlightLimit);
	/** Why the conversation is over. An error costs its stack: one that nobody gets is not made. */
	let ended: (() => QmpFault) | undefined;
	let lastId = greetingId;

	const end = (why: () => QmpFault) => {
		if (ended) {
			return;
		}

		ended = why;
		signal?.removeEventListener('abort', cancel);
		socket.close();
		for (const {timer, reject} of sent.values()) {
			timer.stop();
			reject(why());
		}

		sent.clear();
	};

	const cancel = () => end(() => new QmpFault('cancelled', 'given up'));

	/**
	Resolves to the reply to a command, or to the greeting, under this id.
	@throws QmpFault where the conversation has ended
	*/
	const expect = (id: number, command: string): Promise<QmpReply> => {
		if (ended) {
			throw ended();
		}

		const {promise: reply, resolve, reject} = deferred<QmpReply>();
		const timer = createTimer(patient);
		sent.set(id, {command, sentAt: clock.monotonic(), timer, resolve, reject});
		timer.start(deadline, () => end(() => new QmpFault('silent', `${command} within ${deadline} s`)));
		return reply;
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
		pending.timer.stop();
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

	const execute: QmpClient['execute'] = (command, arguments_) => {
		const reply = limit(() => {
			lastId += 1;
			const answer = expect(lastId, command);
			socket.send({execute: command, ...(arguments_ ? {arguments: arguments_} : {}), id: lastId});
			return answer;
		});
		// One failure ends all commands in flight: a reply that is not awaited yet must not be "unhandled".
		reply.catch(() => {});
		return reply;
	};

	const socket = openQmpSocket(path, clock, {onMessage, onFault: (fault) => end(() => fault)});
	const greeting = expect(greetingId, 'the greeting');
	if (signal?.aborted) {
		cancel();
	} else {
		signal?.addEventListener('abort', cancel, {once: true});
	}

	await greeting;
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

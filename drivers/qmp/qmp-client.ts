import type {Clock} from '../../source/clock.ts';
import {asOptionalText, asRecord, asText, isRecord, type JsonRecord} from './json-value.ts';
import {patientSleep} from './patient-sleep.ts';
import {QmpFault} from './qmp-fault.ts';
import {QmpRefusal} from './qmp-refusal.ts';
import {openQmpSocket} from './qmp-socket.ts';

/** What a command returned, and the monotonic seconds between which it did its work. */
export type QmpReply = {
	readonly value: unknown;
	readonly sentAt: number;
	readonly receivedAt: number;
};

export type QmpEvent = {readonly name: string; readonly data: unknown};

export type QmpClient = {
	/** Rejects with a QmpRefusal in the peer's words, or with the QmpFault that ended the conversation. */
	readonly execute: (command: string, arguments_?: JsonRecord) => Promise<QmpReply>;
	/** Idempotent. What is not answered rejects (`cancelled`). */
	readonly close: () => void;
};

export type QmpClientOptions = {
	/** Of the unix socket. */
	readonly path: string;
	readonly clock: Clock;
	/** Seconds in which the greeting, and each reply after its command was sent, must come. */
	readonly deadline: number;
	/** Ends the conversation (`cancelled`). */
	readonly signal?: AbortSignal | undefined;
	readonly onEvent?: ((event: QmpEvent) => void) | undefined;
};

/** Commands sent and not answered yet; QEMU itself stops reading at eight (monitor/qmp.c). */
const inFlightLimit = 8;

type Pending = {
	readonly command: string;
	readonly arguments_: JsonRecord | undefined;
	readonly resolve: (reply: QmpReply) => void;
	readonly reject: (error: Error) => void;
};

type Sent = Pending & {readonly sentAt: number; readonly timer: AbortController};

/** The greeting is waited for like a reply to a command of this id. */
const greetingId = 0;

/**
A conversation in QMP (QEMU's docs/interop/qmp-spec): greeting, capabilities, then commands by id, several in flight.
Resolves once commands are taken. Rejects with a QmpFault or QmpRefusal.
*/
export const connectQmp = async (options: QmpClientOptions): Promise<QmpClient> => {
	const {path, clock, deadline, signal, onEvent} = options;
	const sent = new Map<number, Sent>();
	let waiting: Pending[] = [];
	let ended: QmpFault | undefined;
	let lastId = greetingId;

	const end = (fault: QmpFault) => {
		if (ended) {
			return;
		}

		ended = fault;
		signal?.removeEventListener('abort', cancel);
		socket.close();
		for (const {timer, reject} of sent.values()) {
			timer.abort();
			reject(fault);
		}

		for (const {reject} of waiting) {
			reject(fault);
		}

		sent.clear();
		waiting = [];
	};

	const cancel = () => end(new QmpFault('cancelled', 'given up'));

	const expect = (id: number, pending: Pending) => {
		const timer = new AbortController();
		sent.set(id, {...pending, sentAt: clock.monotonic(), timer});
		void patientSleep(clock, deadline, timer.signal).then(() => {
			if (sent.has(id)) {
				end(new QmpFault('silent', `${pending.command} within ${deadline} s`));
			}
		});
	};

	const pump = () => {
		while (sent.size < inFlightLimit) {
			const next = waiting.shift();
			if (!next) {
				return;
			}

			lastId += 1;
			expect(lastId, next);
			socket.send({
				execute: next.command,
				...(next.arguments_ ? {arguments: next.arguments_} : {}),
				id: lastId,
			});
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
		pending.timer.abort();
		pump();
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

	const submit = (start: (pending: Pending) => void, command: string, arguments_?: JsonRecord) => {
		const reply = new Promise<QmpReply>((resolve, reject) => {
			if (ended) {
				reject(ended);
				return;
			}

			start({command, arguments_, resolve, reject});
		});
		// Several are in flight and one failure ends them all: those not awaited yet must not be "unhandled".
		reply.catch(() => {});
		return reply;
	};

	const execute: QmpClient['execute'] = (command, arguments_) =>
		submit(
			(pending) => {
				waiting.push(pending);
				pump();
			},
			command,
			arguments_,
		);

	const socket = openQmpSocket(path, clock, {onMessage, onFault: end});
	const greeting = submit((pending) => expect(greetingId, pending), 'the greeting');
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

import type {Socket} from 'node:net';
import type {Clock} from '../../source/async/clock.ts';
import {connectUnixSocket} from '../linux/connect-unix-socket.ts';
import {createJsonMessages} from './json-messages.ts';
import type {JsonRecord} from './json-value.ts';
import {QmpFault, type QmpFaultKind} from './qmp-fault.ts';

/** An open unix socket that carries JSON objects in both directions. */
export type QmpSocket = {
	/** Writes objects, all at once. Failures come to `onFault`. */
	readonly send: (messages: readonly JsonRecord[]) => void;
	/** Idempotent; no handler is called afterwards. */
	readonly close: () => void;
};

/** What the owner of a QmpSocket does with what comes. */
export type QmpSocketHandlers = {
	/** Called with each message; `at` is the monotonic second at which its last byte was read. */
	readonly onMessage: (message: JsonRecord, at: number) => void;
	/** Called at most once; the socket is closed then. */
	readonly onFault: (fault: QmpFault) => void;
};

/** Longest message taken, bytes: 256 disks with ten backing files each stay below. */
const messageByteLimit = 8 * 1024 * 1024;
/** QEMU's own bound (qobject/json-streamer.c). */
const depthLimit = 1024;
/** Most values in a message: 1024 disks with two images each have a third of it, and 4096 vCPUs a tenth. */
const valueLimit = 262_144;
/** Most bytes taken in one conversation: ends an endless stream of small messages. */
const conversationByteLimit = 64 * 1024 * 1024;

/** Bytes read at once: most answers are shorter. */
const readSize = 16 * 1024;

/** EAGAIN: the queue of a listener that takes no connection is full (unix(7)). */
const kinds: Readonly<Record<string, QmpFaultKind>> = {
	ENOENT: 'absent',
	ENOTDIR: 'absent',
	ECONNREFUSED: 'absent',
	EACCES: 'denied',
	EPERM: 'denied',
	EAGAIN: 'silent',
};

/** Error codes of writing to, or reading from, a peer that hung up. */
const hangups = new Set(['EPIPE', 'ECONNRESET']);

const beforeAnswer = 'before it had answered';

const faultOf = (error: Error): QmpFault => {
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	const detail = hangups.has(code) ? beforeAnswer : `by an error (${code || error.message})`;
	return new QmpFault(kinds[code] ?? 'closed', detail, {cause: error});
};

/** A stream of JSON objects over a unix socket, within stated bounds. */
export const openQmpSocket = (path: string, clock: Clock, handlers: QmpSocketHandlers): QmpSocket => {
	const messages = createJsonMessages({byteLimit: messageByteLimit, depthLimit, valueLimit});
	let socket: Socket | undefined;
	let closed = false;
	let received = 0;

	const close = () => {
		closed = true;
		socket?.destroy();
	};

	const fail = (fault: QmpFault) => {
		if (!closed) {
			close();
			handlers.onFault(fault);
		}
	};

	const receive = (chunk: Buffer) => {
		const at = clock.monotonic();
		received += chunk.length;
		try {
			if (received > conversationByteLimit) {
				throw new QmpFault('garbled', `more than ${conversationByteLimit} bytes`);
			}

			messages.push(chunk, (message) => {
				if (!closed) {
					handlers.onMessage(message, at);
				}
			});
		} catch (error) {
			fail(error instanceof QmpFault ? error : new QmpFault('garbled', String(error), {cause: error}));
		}
	};

	try {
		socket = connectUnixSocket(path, {size: readSize, onBytes: receive});
	} catch (error) {
		queueMicrotask(() => fail(faultOf(error as Error)));
		return {send: () => {}, close};
	}

	socket.on('error', (error) => fail(faultOf(error)));
	socket.on('close', () => {
		fail(new QmpFault('closed', messages.isOpen() ? 'in the middle of a message' : beforeAnswer));
	});
	return {
		send: (batch) => {
			socket.write(batch.map((message) => `${JSON.stringify(message)}\r\n`).join(''));
		},
		close,
	};
};

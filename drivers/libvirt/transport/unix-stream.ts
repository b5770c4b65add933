import type {Socket} from 'node:net';
import type {Clock} from '../../../source/async/clock.ts';
import {untilAborted, withTimeout} from '../../../source/async/wait.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {connectUnixSocket} from '../../linux/connect-unix-socket.ts';
import type {ByteStream} from './byte-stream.ts';
import {closedByUs} from './byte-stream.ts';
import {createCloseOnce} from './close-once.ts';
import {socketTrouble} from './socket-trouble.ts';
import {socketTextTrouble} from './text-trouble.ts';

/** What opening waits for besides the socket. */
export type UnixStreamWorld = {
	readonly clock: Clock;
	/** Gives up connecting. It does not touch an open stream. */
	readonly signal: AbortSignal;
	/** Seconds in which the connection must stand. */
	readonly deadline: number;
};

/** Resolves to the error, or to undefined once the socket is connected. */
const connected = (socket: Socket): Promise<unknown> =>
	new Promise((resolve) => {
		socket.once('connect', () => resolve(undefined));
		socket.once('error', resolve);
	});

const hangUp = (path: string, error: Error | undefined): DriverError =>
	new DriverError(
		`The libvirt daemon at ${cleanText(path, textLimits.path)} ended the connection.`,
		'Look whether it was stopped or restarted.',
		{cause: error},
	);

/** Bytes that one read takes at most: a unix socket of Linux holds some 200 KiB. One buffer serves all reads. */
const readLength = 2 ** 18;

const begin = (path: string, take: (bytes: Buffer) => void): Socket => {
	try {
		return connectUnixSocket(path, {size: readLength, onBytes: take});
	} catch (error) {
		throw socketTrouble(path, error);
	}
};

/** Opens a daemon's unix socket. @throws DriverError, or the signal's reason. */
export const openUnixStream = async (
	path: string,
	{clock, signal, deadline}: UnixStreamWorld,
): Promise<ByteStream> => {
	signal.throwIfAborted();
	const ending = createCloseOnce();
	/** What came before anyone listened. */
	const early: Buffer[] = [];
	let take = (bytes: Buffer): void => void early.push(Buffer.from(bytes));
	const socket = begin(path, (bytes) => take(bytes));
	const opening = connected(socket);
	let last: Error | undefined;
	socket.on('error', (error) => {
		last = error;
	});
	const gone = new Promise<void>((resolve) => {
		socket.once('close', () => {
			ending.end(hangUp(path, last));
			resolve();
		});
	});

	await withTimeout({clock, seconds: deadline}, signal, (enough) => untilAborted(opening, enough));
	if (socket.connecting) {
		socket.destroy();
		await gone;
		signal.throwIfAborted();
		throw socketTrouble(path, Object.assign(new Error('no answer'), {code: 'ETIMEDOUT'}));
	}

	const error = await opening;
	if (error !== undefined) {
		throw socketTrouble(path, error);
	}

	if (signal.aborted) {
		socket.destroy();
		await gone;
		signal.throwIfAborted();
	}

	return {
		write: (bytes) => {
			if (!ending.hasEnded()) {
				socket.write(bytes);
			}
		},
		listen: (onBytes, onEnd) => {
			ending.onEnd(onEnd);
			take = (bytes) => {
				if (!ending.hasEnded()) {
					onBytes(bytes);
				}
			};
			early.splice(0).forEach(take);
		},
		explain: (lines) => socketTextTrouble(path, lines),
		close: () => {
			ending.end(closedByUs());
			socket.destroy();
			return gone;
		},
	};
};

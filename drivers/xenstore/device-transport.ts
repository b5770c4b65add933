import {delayAfter} from '../../source/async/backoff.ts';
import type {Clock} from '../../source/async/clock.ts';
import {createLifetime} from '../../source/async/lifetime.ts';
import {createLimit} from '../../source/async/limit.ts';
import {settledWithin} from '../../source/async/wait.ts';
import type {DeviceFile, OpenDevice} from './device-file.ts';
import {errorCode, StoreFault, storeFaultOf} from './store-fault.ts';
import {StoreRefusal} from './store-refusal.ts';
import type {StoreTransport, StoreTransportHandlers} from './store-transport.ts';

/** Seconds between two looks for an answer, from the first again once something came. */
const pollDelaysSeconds = {first: 0.001, last: 0.05};

/** Room for the longest reply of the kernel's, many times. */
const bufferLength = 64 * 1024;

/** Reads in one look: a guest that writes faster than we read must not hold us. */
const readLimit = 1000;

/** Seconds in which what the kernel still holds of us may end. */
const closeTimeoutSeconds = 1;

/** What the kernel says of a request that it does not pass on; anything else is the end of the device. */
const refusals = new Set([
	'EACCES',
	'EAGAIN',
	'EEXIST',
	'EINVAL',
	'EIO',
	'ENOENT',
	'ENOMEM',
	'ENOSPC',
	'E2BIG',
]);

/**
The kernel's own way to xenstored, where the daemon has no socket (it lives in another domain): one request a write. It
does not tell of what can be read in a way that node waits for, so it is looked at while an answer is waited for, and
when polled. Rejects with a StoreFault.
*/
export const openDeviceTransport = async (
	path: string,
	{clock, openDevice}: {readonly clock: Clock; readonly openDevice: OpenDevice},
): Promise<StoreTransport> => {
	const buffer = Buffer.alloc(bufferLength);
	const lifetime = createLifetime();
	// One at a time: a write that the kernel holds takes one thread and not all of them.
	const writing = createLimit(1);
	const file: DeviceFile = await openDevice(path).catch((error: unknown) => {
		throw storeFaultOf(error);
	});
	let handlers: StoreTransportHandlers | undefined;
	let closing: Promise<unknown> | undefined;
	let reading: Promise<boolean> | undefined;
	let isLooking = false;

	const close = async () => {
		lifetime.end();
		closing ??= file.close().catch(() => {});
		await settledWithin(clock, closeTimeoutSeconds, closing);
	};

	const fail = (fault: StoreFault) => {
		if (!closing) {
			void close();
			handlers?.onFault(fault);
		}
	};

	const readAll = async (): Promise<boolean> => {
		for (let count = 0; count < readLimit; count += 1) {
			const length = await file.read(buffer);
			if (closing || length === undefined) {
				return count > 0;
			}

			if (length === 0) {
				throw new StoreFault('closed', 'without a word');
			}

			handlers?.onBytes(Buffer.from(buffer.subarray(0, length)));
		}

		return true;
	};

	/** Has anything come? One look at a time. */
	const look = (): Promise<boolean> => {
		reading ??= readAll()
			.catch((error: unknown) => {
				fail(error instanceof StoreFault ? error : storeFaultOf(error));
				return false;
			})
			.finally(() => {
				reading = undefined;
			});
		return reading;
	};

	const lookWhileExpecting = async () => {
		if (isLooking) {
			return;
		}

		isLooking = true;
		let misses = 0;
		while (!closing && handlers?.isExpecting()) {
			if (await look()) {
				misses = 0;
			} else {
				misses += 1;
				await clock.sleep(delayAfter(misses, pollDelaysSeconds), lifetime.signal);
			}
		}

		isLooking = false;
	};

	const write = async (frame: Buffer) => {
		if (closing) {
			return;
		}

		try {
			if ((await file.write(frame)) !== frame.length) {
				fail(new StoreFault('garbled', 'a request taken in part'));
			}
		} catch (error) {
			const code = errorCode(error);
			if (refusals.has(code)) {
				throw new StoreRefusal(code);
			}

			fail(storeFaultOf(error));
		}
	};

	return {
		start: (given) => {
			handlers = given;
		},
		send: (frame) => {
			const sent = writing(() => write(frame));
			void lookWhileExpecting();
			return sent;
		},
		poll: async () => {
			await look();
		},
		outlivesDaemon: true,
		close,
	};
};

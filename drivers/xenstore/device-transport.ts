import {delayAfter} from '../../source/async/backoff.ts';
import type {Clock} from '../../source/async/clock.ts';
import {createLifetime} from '../../source/async/lifetime.ts';
import {createLimit} from '../../source/async/limit.ts';
import {settledWithin} from '../../source/async/wait.ts';
import type {DeviceFile, OpenDevice} from './device-file.ts';
import {errorCode, StoreFault, storeFaultOf} from './store-fault.ts';
import {StoreRefusal} from './store-refusal.ts';
import type {StoreTransport, StoreTransportHandlers} from './store-transport.ts';

/** Seconds between two looks for an answer; the first pause comes again after bytes came. */
const pollDelaysSeconds = {first: 0.001, last: 0.05};

/** Bytes: many times the longest reply of the kernel. */
const bufferLength = 64 * 1024;

/** Limit of reads in one look: a guest that writes faster than we read must not hold us. */
const readLimit = 1000;

/** Seconds in which reads and writes that the kernel still holds may end. */
const closeTimeoutSeconds = 1;

/** Errors of a request that the kernel does not pass on; any other error ends the transport. */
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
Opens the kernel's own way to xenstored, where the daemon has no socket (it lives in another domain). Each write is one
request. Node cannot wait for bytes of this device, so the transport looks for them while a request is in flight, and
when polled. Rejects with a StoreFault.
*/
export const openDeviceTransport = async (
	path: string,
	{clock, openDevice}: {readonly clock: Clock; readonly openDevice: OpenDevice},
): Promise<StoreTransport> => {
	const buffer = Buffer.alloc(bufferLength);
	const lifetime = createLifetime();
	// One write at a time: writes that the kernel holds take one thread of the pool and not all.
	const writing = createLimit(1);
	const file: DeviceFile = await openDevice(path).catch((error: unknown) => {
		throw storeFaultOf(error);
	});
	let handlers: StoreTransportHandlers | undefined;
	let closing: Promise<unknown> | undefined;
	let reading: Promise<boolean> | undefined;
	let isPolling = false;

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

	/** Resolves to whether bytes came; one look at a time. */
	const pollOnce = (): Promise<boolean> => {
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

	const pollWhileExpecting = async () => {
		if (isPolling) {
			return;
		}

		isPolling = true;
		let misses = 0;
		while (!closing && handlers?.isExpecting()) {
			if (await pollOnce()) {
				misses = 0;
			} else {
				misses += 1;
				await clock.sleep(delayAfter(misses, pollDelaysSeconds), lifetime.signal);
			}
		}

		isPolling = false;
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
			void pollWhileExpecting();
			return sent;
		},
		poll: async () => {
			await pollOnce();
		},
		outlivesDaemon: true,
		close,
	};
};

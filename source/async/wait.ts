import type {Clock} from './clock.ts';
import {createTimer} from './timer.ts';

/** A promise and the functions that settle it: `Promise.withResolvers`, which Node has from 22 on. */
export const deferred = <Value>(): {
	readonly promise: Promise<Value>;
	readonly resolve: (value: Value | PromiseLike<Value>) => void;
	readonly reject: (reason: unknown) => void;
} => {
	let resolve: (value: Value | PromiseLike<Value>) => void = () => {};
	let reject: (reason: unknown) => void = () => {};
	const promise = new Promise<Value>((resolved, rejected) => {
		resolve = resolved;
		reject = rejected;
	});
	return {promise, resolve, reject};
};

/** Resolves to whether the work settled within `seconds`. Never rejects: work that failed has settled. */
export const settledWithin = async (
	clock: Pick<Clock, 'sleep'>,
	seconds: number,
	work: Promise<unknown>,
): Promise<boolean> => {
	const {promise, resolve} = deferred<boolean>();
	const timer = createTimer(clock);
	const settle = () => resolve(true);
	work.then(settle, settle);
	timer.start(seconds, () => resolve(false));
	try {
		return await promise;
	} finally {
		timer.stop();
	}
};

/**
Waits until all of the work has settled, as long as a part of it settles every `seconds`. Work that hangs is left behind, and a
long queue is waited for. Never rejects.
*/
export const settledWhileMoving = async (
	work: readonly Promise<unknown>[],
	clock: Pick<Clock, 'sleep'>,
	seconds: number,
): Promise<void> => {
	let settled = 0;
	const note = () => {
		settled += 1;
	};
	const all = Promise.all(work.map((one) => one.then(note, note)));
	for (let before = -1; before < settled; ) {
		before = settled;
		if (await settledWithin(clock, seconds, all)) {
			return;
		}
	}
};

/**
Waits for work, but not beyond the signal: then the work goes on. Rejects where the work does. Leaves no listener on the signal.
*/
export const untilAborted = async (work: Promise<unknown>, signal: AbortSignal): Promise<void> => {
	const {promise: aborted, resolve} = deferred<void>();
	const stop = () => resolve();
	signal.addEventListener('abort', stop);
	if (signal.aborted) {
		stop();
	}

	try {
		await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
};

/**
Does a job under a signal that fires as soon as one of the given signals fires, or when the job calls `abort`. Rejects where the
job does.
*/
export const anySignal = async <Result>(
	signals: readonly AbortSignal[],
	job: (signal: AbortSignal, abort: () => void) => Promise<Result>,
): Promise<Result> => {
	// `AbortSignal.any` leaves something with a signal that lives on (Node 20), such as a connection's.
	const controller = new AbortController();
	const abort = () => controller.abort();
	for (const signal of signals) {
		signal.addEventListener('abort', abort);
	}

	if (signals.some(({aborted}) => aborted)) {
		abort();
	}

	try {
		return await job(controller.signal, abort);
	} finally {
		for (const signal of signals) {
			signal.removeEventListener('abort', abort);
		}
	}
};

/** Does a job under a signal that fires after `seconds`, or with the given signal, if any. Rejects where the job does. */
export const withTimeout = <Result>(
	{clock, seconds}: {readonly clock: Pick<Clock, 'sleep'>; readonly seconds: number},
	signal: AbortSignal | undefined,
	job: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> =>
	anySignal(signal ? [signal] : [], async (either, abort) => {
		const timer = createTimer(clock);
		timer.start(seconds, abort);
		try {
			return await job(either);
		} finally {
			timer.stop();
		}
	});

/** Seconds that a timer may be late. A later timer means that this program was held up. */
const lateness = 0.1;

/**
Sleeps for `seconds` in which this program could have run. After a suspension or a long computation, a late timer fires before
the answers that wait in the sockets are read. So the peer gets its full time again.
*/
export const patientSleep = async (clock: Clock, seconds: number, signal?: AbortSignal): Promise<void> => {
	// A timer for a moment that has passed still takes time, and would always be too late.
	const wanted = Math.max(0, seconds);
	for (;;) {
		const started = clock.monotonic();
		await clock.sleep(wanted, signal);
		if (signal?.aborted || clock.monotonic() - started <= wanted + lateness) {
			return;
		}
	}
};

/** The same clock with patient sleeps, for timeouts of a peer: a suspension of this program is not the peer's fault. */
export const patientClock = (clock: Clock): Clock => ({
	monotonic: () => clock.monotonic(),
	wall: () => clock.wall(),
	sleep: (seconds, signal) => patientSleep(clock, seconds, signal),
});

/** Resolves after the event loop has done what waits, so that long work can be done in slices. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

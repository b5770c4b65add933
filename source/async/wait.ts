import type {Clock} from './clock.ts';
import {createTimer} from './timer.ts';

/** A promise and what settles it: `Promise.withResolvers`, which Node has from 22 on. */
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

/**
Resolves to whether the work settled within so many seconds; to false while it goes on. Never rejects: work that failed
has settled.
*/
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
Waits for all of some work, as long as one of them settles every so many seconds: what hangs is left behind, and a long
queue is waited for. Never rejects.
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

/** Waits for work, but not beyond the signal: the work goes on then. Rejects where it does; leaves nothing with the signal. */
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
Does a job under a signal that fires as soon as one of these does, or when the job calls `abort`. Rejects where the job
does.
*/
export const anySignal = async <Result>(
	signals: readonly AbortSignal[],
	job: (signal: AbortSignal, abort: () => void) => Promise<Result>,
): Promise<Result> => {
	// Of `AbortSignal.any` something stays with a signal that lives on (Node 20), such as the one of a connection.
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

/** Does a job under a signal that fires after so many seconds, or with the given one, if any. Rejects where the job does. */
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

/** Seconds by which a timer may be late before it is this program that was held up. */
const lateness = 0.1;

/**
Sleeps so many seconds in which this program could have run. A timer that comes late comes before the answers that wait
in the sockets: after a suspension, or a long computation, the peer is given its time anew.
*/
export const patientSleep = async (clock: Clock, seconds: number, signal?: AbortSignal): Promise<void> => {
	for (;;) {
		const started = clock.monotonic();
		await clock.sleep(seconds, signal);
		if (signal?.aborted || clock.monotonic() - started <= seconds + lateness) {
			return;
		}
	}
};

/** The same time with patient sleeps: for timeouts of a peer that must not be blamed for a suspension of this program. */
export const patientClock = (clock: Clock): Clock => ({
	monotonic: () => clock.monotonic(),
	wall: () => clock.wall(),
	sleep: (seconds, signal) => patientSleep(clock, seconds, signal),
});

/** Resolves after the event loop did what waits, so that a long work is done in slices. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

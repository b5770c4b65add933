import type {Address} from './address.ts';
import type {Connection, ConnectionStatus, Driver, DriverOptions, SampleRequest} from './driver.ts';
import {DriverError} from './driver-error.ts';
import type {ProblemReport, Sample} from './sample.ts';
import type {Reading} from './usage.ts';

/** A driver and where it connects to. */
export type Target = {readonly driver: Driver; readonly address: Address};

/** One connection kept up: connects, reads, and comes back after a loss. */
export type Link = {
	readonly target: Target;
	/** Never rejects. Resolves when there is a reading, or with the last one soon after the signal. */
	readonly read: (request: SampleRequest, signal: AbortSignal) => Promise<Reading>;
	/** The connection of the moment; absent while there is none. */
	readonly connection: () => Connection | undefined;
	readonly close: () => Promise<void>;
};

/** Seconds between attempts: doubles from the first to the last. */
const firstPause = 1;
const lastPause = 30;
/** How long after the signal a driver may take to resolve before it is left outstanding, seconds. */
const grace = 0.1;

const asReport = (error: unknown, kind: string, address: Address): ProblemReport =>
	error instanceof DriverError
		? {kind, message: error.message, advice: error.advice}
		: {
				kind,
				message: `Reading ${address.uri} failed: ${error instanceof Error ? error.message : String(error)}.`,
				advice: 'This is a defect of domtop: please report it.',
			};

export const createLink = (
	target: Target,
	options: Omit<DriverOptions, 'onStatus'>,
	onStatus: (status: ConnectionStatus) => void,
): Link => {
	const {driver, address} = target;
	const {clock} = options;
	const closing = new AbortController();
	let status: ConnectionStatus = {state: 'connecting', message: `Connecting to ${address.uri}.`};
	let connection: Connection | undefined;
	let sample: Sample | undefined;
	let problem: ProblemReport | undefined;
	let pause = firstPause;
	let nextAttempt = 0;
	let underWay: Promise<void> | undefined;
	let underWaySince = 0;

	const setStatus = (value: ConnectionStatus): void => {
		if (!closing.signal.aborted) {
			status = value;
			onStatus(value);
		}
	};

	const lose = (error: unknown, kind: string): void => {
		if (closing.signal.aborted) {
			return;
		}

		problem = asReport(error, kind, address);
		nextAttempt = clock.monotonic() + pause;
		pause = Math.min(pause * 2, lastPause);
		const lost = connection;
		connection = undefined;
		setStatus({state: 'lost', message: problem.message});
		lost?.close().catch(() => {});
	};

	const connect = async (): Promise<void> => {
		try {
			const opened = await driver.connect(address, {...options, onStatus: setStatus});
			if (closing.signal.aborted) {
				await opened.close();
				return;
			}

			connection = opened;
			problem = undefined;
			setStatus({state: 'reading', message: `Reading ${address.uri}.`});
		} catch (error) {
			lose(error, 'connect');
		}
	};

	const step = async (request: SampleRequest, signal: AbortSignal): Promise<void> => {
		if (!connection && !closing.signal.aborted && clock.monotonic() >= nextAttempt) {
			await connect();
		}

		if (!connection || signal.aborted) {
			return;
		}

		try {
			sample = await connection.sample(request, signal);
			problem = undefined;
			pause = firstPause;
		} catch (error) {
			lose(error, 'lost');
		}
	};

	const late = (): ProblemReport => ({
		kind: 'late',
		message: `${address.uri} has not answered for ${Math.round(clock.monotonic() - underWaySince)} s.`,
		advice: 'The numbers shown are its last; it is asked again as soon as it answers.',
	});

	/** Ends a grace after the signal, for drivers that do not keep their word. */
	const patience = (signal: AbortSignal, finished: AbortSignal): Promise<void> =>
		new Promise((resolve) => {
			const giveUp = () => {
				clock.sleep(grace, finished).then(resolve);
			};

			if (signal.aborted) {
				giveUp();
			} else {
				signal.addEventListener('abort', giveUp, {once: true, signal: finished});
			}
		});

	return {
		target,
		connection: () => connection,
		async read(request, signal) {
			if (!underWay) {
				underWaySince = clock.monotonic();
				underWay = step(request, signal).finally(() => {
					underWay = undefined;
				});
			}

			const finished = new AbortController();
			const isLate = await Promise.race([
				underWay.then(() => false),
				patience(signal, finished.signal).then(() => true),
			]);
			finished.abort();
			const trouble = problem ?? (isLate ? late() : undefined);
			return {
				uri: address.uri,
				driver: driver.name,
				status,
				sample,
				problems: trouble ? [trouble] : [],
				simulated: driver.simulated ?? false,
			};
		},
		async close() {
			closing.abort();
			const open = connection;
			connection = undefined;
			// What cannot be closed is of no more use either; nobody could do anything about it.
			await open?.close().catch(() => {});
		},
	};
};

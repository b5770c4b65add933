import type {Address} from './address.ts';
import {cleanLine} from './clean-line.ts';
import {cleanText, textLimits} from './clean-text.ts';
import {boundedSample} from './domain-bounds.ts';
import type {Connection, ConnectionStatus, Driver, DriverOptions, SampleRequest} from './driver.ts';
import {DriverError} from './driver-error.ts';
import {ExhaustedError} from './exhausted-error.ts';
import {ownChildren} from './own-children.ts';
import type {ProblemReport, Sample} from './sample.ts';
import {silenceText} from './silence-text.ts';
import type {Reading} from './usage.ts';

/** A driver and where it connects to. */
export type Target = {readonly driver: Driver; readonly address: Address};

/** One connection kept up: connects, reads, and comes back after a loss. */
export type Link = {
	readonly target: Target;
	/**
	Connects with somebody at the terminal, where that may be of use; to be called before anything is read. Never rejects,
	and resolves at once where there is nobody to ask, or when the link is closed.
	@param announce is called before it begins.
	*/
	readonly open: (announce: () => void) => Promise<void>;
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

/** Whatever the words of an error hold. */
const sentence = (text: string): string => cleanText(text, textLimits.report);

const asReport = (error: unknown, kind: string, address: Address): ProblemReport =>
	error instanceof DriverError
		? {kind, message: sentence(error.message), advice: sentence(error.advice)}
		: error instanceof ExhaustedError
			? {
					kind: 'exhausted',
					message: `${address.uri} could not be read: ${error.message}.`,
					advice: error.advice,
				}
			: {
					kind,
					message: sentence(
						`Reading ${address.uri} failed: ${error instanceof Error ? error.message : String(error)}.`,
					),
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
	const closed = new Promise<void>((resolve) => {
		closing.signal.addEventListener('abort', () => resolve(), {once: true});
	});
	const children = ownChildren(options.spawn, clock);
	const remembered = new Map<string, string>();
	let status: ConnectionStatus = {state: 'connecting', message: `Connecting to ${address.uri}.`};
	let connection: Connection | undefined;
	let sample: Sample | undefined;
	let problem: ProblemReport | undefined;
	let pause = firstPause;
	let nextAttempt = 0;
	let underWay: Promise<void> | undefined;
	let underWaySince = 0;

	const setStatus = ({state, message}: ConnectionStatus): void => {
		if (!closing.signal.aborted) {
			status = {state, message: cleanLine(message)};
			onStatus(status);
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

	const connect = async (asking: Pick<DriverOptions, 'attended'> = {}): Promise<void> => {
		const given = {...options, ...asking, remembered, spawn: children.spawn, onStatus: setStatus};
		try {
			const opened = await driver.connect(address, given);
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
			sample = boundedSample(await connection.sample(request, signal));
			problem = undefined;
			pause = firstPause;
		} catch (error) {
			if (error instanceof ExhaustedError) {
				// Nothing was read, and so nothing is gone: the last reading stays, with its age.
				problem = asReport(error, 'exhausted', address);
			} else {
				lose(error, 'lost');
			}
		}
	};

	const late = (): ProblemReport => ({
		kind: 'late',
		message: `${address.uri} ${silenceText(clock.monotonic() - underWaySince, 0)}.`,
		advice: sample
			? 'The numbers shown are its last; it is asked again as soon as it answers.'
			: 'See whether what should answer there runs, and is neither stopped nor overloaded.',
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

	/** One thing at a time. */
	const begin = (work: () => Promise<void>): Promise<void> => {
		if (!underWay) {
			underWaySince = clock.monotonic();
			underWay = work().finally(() => {
				underWay = undefined;
			});
		}

		return underWay;
	};

	return {
		target,
		connection: () => connection,
		async open(announce) {
			if (!connection && !closing.signal.aborted && driver.mayAsk?.(address)) {
				announce();
				await Promise.race([begin(() => connect({attended: true})), closed]);
			}
		},
		async read(request, signal) {
			const work = begin(() => step(request, signal));

			const finished = new AbortController();
			const isLate = await Promise.race([
				work.then(() => false),
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
			await children.end();
		},
	};
};

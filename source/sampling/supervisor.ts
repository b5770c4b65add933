import {createBackoff} from '../async/backoff.ts';
import {createLifetime} from '../async/lifetime.ts';
import {settledWithin, untilAborted} from '../async/wait.ts';
import type {Address} from '../driver/address.ts';
import type {Connection, ConnectionStatus, Driver, DriverOptions, SampleRequest} from '../driver/driver.ts';
import {DriverError} from '../driver/driver-error.ts';
import type {Reading} from '../driver/reading.ts';
import {boundedSample} from '../model/domain-bounds.ts';
import type {ProblemReport, Sample} from '../model/sample.ts';
import {ownChildren} from '../process/child-registry.ts';
import {ExhaustedError} from '../process/exhausted-error.ts';
import {cleanLine, cleanText, textLimits} from '../text/clean-text.ts';
import {silenceText} from '../text/silence-text.ts';

/** A driver and the address that it connects to. */
export type Endpoint = {readonly driver: Driver; readonly address: Address};

/** Keeps one connection up: connects, reads, and connects again after a loss. */
export type SupervisedConnection = {
	readonly endpoint: Endpoint;
	/**
	Connects while a person is at the terminal, if the driver may ask there. Call it before the first `read`. Never rejects.
	Resolves at once if the driver asks nothing, or when the connection is closed.
	@param announce is called before the attempt begins.
	*/
	readonly open: (announce: () => void) => Promise<void>;
	/** Resolves to a new reading, or to the last reading soon after the signal. Never rejects. */
	readonly read: (request: SampleRequest, signal: AbortSignal) => Promise<Reading>;
	/** The present connection. Undefined: there is no connection at the moment. */
	readonly connection: () => Connection | undefined;
	readonly close: () => Promise<void>;
};

/** Back-off between attempts to connect, seconds. */
const reconnectDelaysSeconds = {first: 1, last: 30};
/** Seconds that a driver may take to resolve after the signal; then its call is left in flight. */
const lateDriverGraceSeconds = 0.1;

/** Cleans the text of an error, which may hold anything. */
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

export const superviseConnection = (
	endpoint: Endpoint,
	options: Omit<DriverOptions, 'onStatus'>,
	onStatus: (status: ConnectionStatus) => void,
): SupervisedConnection => {
	const {driver, address} = endpoint;
	const {clock} = options;
	const lifetime = createLifetime();
	const backoff = createBackoff(clock, reconnectDelaysSeconds);
	const children = ownChildren(options.spawn, clock);
	const remembered = new Map<string, string>();
	let status: ConnectionStatus = {state: 'connecting', message: `Connecting to ${address.uri}.`};
	let connection: Connection | undefined;
	let sample: Sample | undefined;
	let problem: ProblemReport | undefined;
	let underWay: Promise<void> | undefined;
	let underWaySince = 0;

	const setStatus = ({state, message}: ConnectionStatus): void => {
		if (!lifetime.isOver()) {
			status = {state, message: cleanLine(message)};
			onStatus(status);
		}
	};

	const lose = (error: unknown, kind: string): void => {
		if (lifetime.isOver()) {
			return;
		}

		problem = asReport(error, kind, address);
		backoff.failed();
		const lost = connection;
		connection = undefined;
		setStatus({state: 'lost', message: problem.message});
		lost?.close().catch(() => {});
	};

	const connect = async (asking: Pick<DriverOptions, 'attended'> = {}): Promise<void> => {
		const given = {...options, ...asking, remembered, spawn: children.spawn, onStatus: setStatus};
		try {
			const opened = await driver.connect(address, given);
			if (lifetime.isOver()) {
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
		if (!connection && !lifetime.isOver() && backoff.isDue()) {
			await connect();
		}

		if (!connection || signal.aborted) {
			return;
		}

		try {
			sample = boundedSample(await connection.sample(request, signal));
			problem = undefined;
			backoff.reset();
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

	/** Does one thing at a time: while work is in flight, other work is not begun but waits for it. */
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
		endpoint,
		connection: () => connection,
		async open(announce) {
			if (!connection && !lifetime.isOver() && driver.mayAsk?.(address)) {
				announce();
				await untilAborted(
					begin(() => connect({attended: true})),
					lifetime.signal,
				);
			}
		},
		async read(request, signal) {
			const work = begin(() => step(request, signal));
			await untilAborted(work, signal);
			const isLate = signal.aborted && !(await settledWithin(clock, lateDriverGraceSeconds, work));
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
			lifetime.end();
			const open = connection;
			connection = undefined;
			// A connection that cannot be closed is of no more use either, and a person could do nothing about it.
			await open?.close().catch(() => {});
			await children.end();
		},
	};
};

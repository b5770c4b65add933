import {createLifetime} from '../../source/async/lifetime.ts';
import type {Connection, DriverOptions, SampleRequest} from '../../source/driver/driver.ts';
import {closedError} from '../../source/driver/driver-error.ts';
import {createKeptDomains} from '../../source/model/kept-domains.ts';
import type {ProblemReport, Sample} from '../../source/model/sample.ts';
import {readHost} from '../linux/read-host.ts';
import {openMachineList} from './machine-list.ts';
import {createMachineLister} from './machines/create-machine-lister.ts';
import type {Machine} from './machines/machine.ts';
import {applyAfterGap} from './mapping/apply-block.ts';
import {domainOfMachine} from './mapping/domain.ts';
import type {MachineReading} from './mapping/machine-reading.ts';
import {machineState} from './mapping/machine-state.ts';
import {createStatusTimes} from './mapping/status-times.ts';
import {parallelsOrigins} from './origins.ts';
import type {StatisticsEvent} from './statistics/block.ts';
import {createSubscriber} from './subscriber.ts';
import {createFeedOpener} from './transport/create-feed-opener.ts';

/** Seconds. A machine that runs longer without a block is not in the subscription: prlctl takes its list of machines once. */
const unheardFor = 5;

/** Kinds of problems that also arise when the last running machine stops. */
const silent: readonly string[] = ['late', 'no event'];

/** prlctl's name of a running machine's state: only in this state are there events. */
const running = 'running';

const isOff = (status: string): boolean => machineState(status, 0).state === 'shutoff';

const runs = ({status}: Machine): boolean => status === running;

/** Connects to this host's machines: short commands list them, the last event gives their numbers. @throws DriverError */
export const createParallelsConnection = async (options: DriverOptions): Promise<Connection> => {
	const {root, clock, onStatus} = options;
	const lifetime = createLifetime();
	const lister = createMachineLister(options);
	const book = await openMachineList(clock, lister, lifetime.signal).catch(async (error) => {
		await lister.close();
		throw error;
	});
	const statusTimes = createStatusTimes();
	let readings: ReadonlyMap<string, MachineReading> = new Map();
	/** Uuids of the machines that sent a block, or for which the subscription was restarted. */
	let heard: ReadonlySet<string> = new Set();
	/** Calls of `release` so far, and pending ones: a program that is about to be stopped must not subscribe again. */
	let releases = 0;
	let releasing = 0;

	const take = ({blocks, at, wall}: StatisticsEvent) => {
		const next = new Map(readings);
		for (const block of blocks) {
			next.set(block.uuid, applyAfterGap(next.get(block.uuid), block, {at, wall}));
		}

		readings = next;
		heard = new Set([...heard, ...blocks.map(({uuid}) => uuid)]);
	};

	const subscriber = createSubscriber({
		clock,
		openFeed: createFeedOpener(options),
		onEvent: take,
		onStatus,
	});

	const kept = createKeptDomains();

	/** A machine that appeared since the subscription began is in none of its events. */
	const includeNew = ({delay}: SampleRequest, since: ReadonlyMap<string, number>) => {
		const before = clock.monotonic() - unheardFor;
		const missing = book
			.machines()
			.filter(
				(machine) =>
					runs(machine) && !heard.has(machine.uuid) && (since.get(machine.uuid) ?? before) <= before,
			);
		if (missing.length > 0 && subscriber.cache() !== undefined) {
			heard = new Set([...heard, ...missing.map(({uuid}) => uuid)]);
			void subscriber.release();
			subscriber.request(delay);
		}
	};

	const hear = async ({delay}: SampleRequest, signal: AbortSignal): Promise<void> => {
		subscriber.request(delay);
		if (subscriber.cache() === undefined) {
			await subscriber.nextEvent(signal);
		}
	};

	const read = async (request: SampleRequest, signal: AbortSignal): Promise<Sample> => {
		const releasesBefore = releases;
		const mayAsk = () => releases === releasesBefore && releasing === 0 && book.machines().some(runs);
		// Missing events may mean that the last machine stopped.
		const isSilent = subscriber.troubles().some(({kind}) => silent.includes(kind));
		const listed = book.refresh(signal, isSilent);
		if (isSilent) {
			await listed;
		}

		const isHeard = mayAsk();
		await (isHeard ? hear(request, signal) : undefined);
		await listed;
		if (!book.machines().some(runs)) {
			// The sample does not wait for the end of the child, which may take seconds.
			void subscriber.release();
		} else if (!isHeard && mayAsk()) {
			await hear(request, signal);
		}

		const now = clock.monotonic();
		const machines = book.machines();
		const since = statusTimes(machines, now);
		const present = new Set(machines.map(({uuid}) => uuid));
		const on = new Set(machines.filter(({status}) => !isOff(status)).map(({uuid}) => uuid));
		readings = new Map([...readings].filter(([uuid]) => on.has(uuid)));
		heard = new Set([...heard].filter((uuid) => present.has(uuid)));
		const problems: readonly (ProblemReport | undefined)[] = [...subscriber.troubles(), book.trouble()];
		if (releases === releasesBefore) {
			includeNew(request, since);
		}

		return {
			host: readHost(root, clock),
			domains: kept(
				machines.map((machine) =>
					domainOfMachine(machine, readings.get(machine.uuid), {
						now,
						statusSince: since.get(machine.uuid),
					}),
				),
			),
			problems: problems.filter((problem) => problem !== undefined),
			origins: parallelsOrigins,
		};
	};

	return {
		async sample(request, signal) {
			if (lifetime.isOver()) {
				throw closedError();
			}

			return lifetime.run(signal, (either) => read(request, either));
		},
		async release() {
			releases += 1;
			releasing += 1;
			await subscriber.release();
			releasing -= 1;
		},
		async close() {
			lifetime.end();
			await Promise.all([subscriber.close(), lister.close()]);
		},
	};
};

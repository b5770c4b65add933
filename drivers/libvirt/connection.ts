import {createLifetime} from '../../source/async/lifetime.ts';
import {untilAborted} from '../../source/async/wait.ts';
import type {Connection, DomainRef, DriverOptions, SampleRequest} from '../../source/driver/driver.ts';
import {closedError, DriverError, goneError, readOnlyError} from '../../source/driver/driver-error.ts';
import {createCountReporter} from '../../source/driver/reports.ts';
import {withMemory} from '../../source/model/restated.ts';
import type {Sample} from '../../source/model/sample.ts';
import {noAnswer} from './calls/no-answer.ts';
import type {DomainEvent, Remote} from './calls/remote.ts';
import type {RemoteDomain} from './calls/remote-domain.ts';
import {createFirstPeriods} from './first-periods.ts';
import {identifyDaemon, identifyTimeoutSeconds} from './identify-daemon.ts';
import {createDomainMapper} from './mapping/domain-mapper.ts';
import {hypervisorKind} from './mapping/hypervisor-kind.ts';
import {openDaemon} from './open-daemon.ts';
import {libvirtOrigins} from './origins.ts';
import {createPeriodWriter} from './period-writer.ts';
import {readMemoryStats} from './read-memory-stats.ts';
import {type ConnectionPair, createConnectionPair} from './sampling/connection-pair.ts';
import type {Row} from './sampling/domain-registry.ts';
import {createDomainsReader, type DomainsReader} from './sampling/domains-reader.ts';
import {createGuestPids} from './sampling/guest-pids.ts';
import {createHostReader} from './sampling/host-reader.ts';
import {outcomeWithin} from './sampling/outcome-within.ts';
import {startCall} from './sampling/pending-call.ts';
import {createPublishedDomains} from './sampling/published-domains.ts';
import type {LibvirtTarget} from './transport/libvirt-target.ts';
import {stateFolder} from './transport/state-folder.ts';

/** Finds the row of the domain a person chose. @throws DriverError where the domain is gone, or is another incarnation */
const chosenRow = (domains: DomainsReader, {key, name, incarnation}: DomainRef): Row => {
	const row = domains.find(key);
	if (!row || row.domain.incarnation !== incarnation) {
		throw goneError(name);
	}

	return row;
};

/** Finds the row of the domain a person chose. @throws DriverError also where the period cannot be set */
const writableRow = (domains: DomainsReader, reference: DomainRef): Row => {
	const row = chosenRow(domains, reference);
	const {name} = reference;
	const {periodRefusal} = row.domain.memory;
	if (periodRefusal !== undefined) {
		throw new DriverError(
			`The period of ${name} cannot be set: ${periodRefusal}.`,
			'Its present value stays.',
		);
	}

	return row;
};

/** Connects to one libvirt daemon, for the domains of one hypervisor there. @throws DriverError */
export const createLibvirtConnection = async (
	target: LibvirtTarget,
	options: DriverOptions,
): Promise<Connection> => {
	const {
		clock,
		readOnly,
		balloonPeriod,
		onStatus,
		onChange,
		attended = false,
		remembered = new Map(),
	} = options;
	const lifetime = createLifetime();
	let lost: Error | undefined;
	let pair: ConnectionPair | undefined;
	let domains: DomainsReader | undefined;
	let setting: Promise<void> | undefined;

	const note = (event: DomainEvent): void => {
		domains?.note(event);
		onChange?.();
	};

	const open = async (attends: boolean): Promise<Remote> => {
		const {signal} = lifetime;
		const remote = await openDaemon(target, {access: 'read-only', attended: attends}, options, signal);
		void remote.ended.then((reason) => {
			lost ??= pair === undefined || pair.remote() === remote ? reason : undefined;
		});
		try {
			const watching = startCall(clock, () => remote.watchDomains(note));
			const outcome = await outcomeWithin(clock, watching, identifyTimeoutSeconds, signal);
			if (!outcome) {
				signal.throwIfAborted();
				throw noAnswer(identifyTimeoutSeconds);
			}

			if ('error' in outcome) {
				throw outcome.error;
			}

			return remote;
		} catch (error) {
			await remote.close();
			throw error;
		}
	};

	onStatus({state: 'connecting', message: `Connecting to ${target.uri}.`});
	const first = await open(attended);
	const {hypervisor, place} = await identifyDaemon(first, target, options, lifetime.signal).catch(
		async (error) => {
			await first.close();
			throw error;
		},
	);
	const daemon = createConnectionPair(clock, first, () => open(false));
	pair = daemon;
	const writer = createPeriodWriter(clock, (signal) =>
		openDaemon(target, {access: 'read-write', attended: false}, options, signal),
	);
	const firstPeriods = createFirstPeriods(writer, readOnly ? undefined : balloonPeriod, remembered);
	const meaning = createDomainMapper({hypervisor, place, options});
	const reader = createDomainsReader({clock, pair: daemon, hypervisor, makeDomain: meaning.makeDomain});
	domains = reader;
	const host = createHostReader(clock, daemon, place);
	const folder = hypervisorKind(hypervisor) === 'qemu' ? stateFolder(target, options) : undefined;
	const guestPids = folder === undefined ? undefined : createGuestPids(clock, folder, options.user ?? 0);

	const published = createPublishedDomains();
	const reportCount = createCountReporter(onStatus);

	const readBack = async (remote: RemoteDomain): Promise<number | undefined> => {
		const period = await reader.readPeriod(remote, lifetime.signal);
		reader.change(remote.uuid, (known) => withMemory(known, {period}));
		return period;
	};

	const setFirst = async (): Promise<void> => {
		for (const domain of await firstPeriods.set(reader.rows())) {
			await readBack(domain);
		}
	};

	const read = async (request: SampleRequest, signal: AbortSignal): Promise<Sample> => {
		const [problems, hostNow] = await Promise.all([
			meaning.refresh(signal).then(() => reader.read(request, signal)),
			host.read(signal),
		]);
		setting ??= setFirst().finally(() => {
			setting = undefined;
		});
		await untilAborted(setting, signal);
		const rows = reader.rows();
		guestPids?.refresh(rows.map(({remote}) => remote));
		const unanswered = rows.length > 0 ? undefined : reader.unanswered();
		if (unanswered === undefined) {
			reportCount(rows.length);
		}

		return {
			host: hostNow,
			domains: published(
				rows.map(({domain}) => domain),
				(key) => guestPids?.of(key),
			),
			problems: [...problems, ...firstPeriods.reports(rows)],
			unanswered,
			origins: libvirtOrigins(hypervisor),
		};
	};

	return {
		async sample(request, signal) {
			if (lifetime.isOver()) {
				throw closedError();
			}

			if (lost) {
				throw lost;
			}

			return lifetime.run(signal, (either) => read(request, either));
		},
		async setBalloonPeriod(reference, seconds) {
			if (readOnly) {
				throw readOnlyError();
			}

			const {remote, domain} = writableRow(reader, reference);
			await writer.write(remote, domain.name, seconds);
			return readBack(remote);
		},
		memoryStats: async (reference) =>
			readMemoryStats(daemon.remote(), chosenRow(reader, reference).remote, reference.name, {
				clock,
				hypervisor,
				signal: lifetime.signal,
			}),
		async close() {
			lifetime.end();
			await Promise.all([daemon.close(), writer.close(), meaning.close()]);
		},
	};
};

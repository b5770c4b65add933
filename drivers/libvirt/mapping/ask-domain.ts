import {domainState} from '../calls/domain-state.ts';
import type {Remote} from '../calls/remote.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {
	balloonField,
	blockFields,
	blockFlagFields,
	infoFields,
	interfaceFields,
	sumPrefix,
} from './bulk-fields.ts';
import type {Description} from './description.ts';
import {hypervisorKind} from './hypervisor-kind.ts';
import {createRecordBuilder, type RecordBuilder} from './record-builder.ts';
import {type Answered, createSupportedCalls} from './supported-calls.ts';

/** What is known of a domain before it is queried. */
export type DomainQuestion = {
	/** The disks and NICs of the domain. Undefined: not known, so that no device is queried. */
	readonly description: Description | undefined;
	/** The domain's record of a bulk call that reports little. Undefined: there is no record. */
	readonly bulk?: StatsRecord | undefined;
	readonly signal: AbortSignal;
};

/** Queries one domain at a time, on hypervisors without a bulk call, or with a bulk call that reports little. */
export type DomainAsker = {
	/**
	Makes one call after the other, so that a domain that hangs holds one slot only. The record has the bulk call's field names.
	The signal ends the calls that were not made yet. The promise then resolves to what is known, or rejects with the signal's
	reason where nothing is. A domain that does not run gets only DOMAIN_GET_INFO, and DOMAIN_GET_STATE for the reason.
	`block.N.reason` and `net.N.reason` hold libvirt's message about a device that it refuses. Rejects with a RemoteError where the
	domain does not exist or libvirt does not report it, and with a DriverError where the connection ended.
	*/
	readonly ask: (domain: RemoteDomain, question: DomainQuestion) => Promise<StatsRecord>;
};

type Counters = Parameters<RecordBuilder['addAll']>[1];

/** @param remote gives the present connection. @param hypervisor the answer to CONNECT_GET_TYPE */
export const createDomainAsker = (remote: () => Remote, hypervisor: string): DomainAsker => {
	const calls = createSupportedCalls();
	const kind = hypervisorKind(hypervisor);

	const askMemory = async (builder: RecordBuilder, domain: RemoteDomain, signal: AbortSignal) => {
		const answered = await calls.make('memoryStats', () => remote().memoryStats(domain, {signal}));
		for (const {tag, value} of 'answer' in answered ? answered.answer : []) {
			const field = balloonField(tag);
			if (field !== undefined) {
				builder.add(field, value);
			}
		}
	};

	const askOlder = (domain: RemoteDomain, disk: string, signal: AbortSignal) =>
		calls.make('blockStats', async () => blockFields(await remote().blockStats(domain, disk, {signal})));

	const askDisk = async (domain: RemoteDomain, disk: string, signal: AbortSignal) => {
		const flags = await calls.make('blockStatsFlags', async () =>
			blockFlagFields(await remote().blockStatsFlags(domain, disk, {signal})),
		);
		return 'isMissing' in flags ? askOlder(domain, disk, signal) : flags;
	};

	const addCounters = (builder: RecordBuilder, prefix: string, answered: Answered<Counters>) => {
		if ('answer' in answered) {
			builder.addAll(prefix, answered.answer);
		} else if ('refusal' in answered) {
			builder.add(`${prefix}.reason`, answered.refusal);
		}
	};

	const addDevice = (builder: RecordBuilder, prefix: string, name: string, answered: Answered<Counters>) => {
		if ('isMissing' in answered) {
			return;
		}

		builder.add(`${prefix}.name`, name);
		addCounters(builder, prefix, answered);
	};

	const askDevices = async (
		builder: RecordBuilder,
		domain: RemoteDomain,
		{disks, nics}: Description,
		signal: AbortSignal,
	) => {
		if (kind === 'lxc') {
			// libvirt makes no disks of a container. An empty path is the whole container (lxc_driver.c, lxcDomainBlockStatsFlags).
			const sum = await askDisk(domain, '', signal);
			// The older of the two calls may take the empty path where the newer call does not.
			const older = 'refusal' in sum ? await askOlder(domain, '', signal) : sum;
			addCounters(builder, sumPrefix, 'answer' in older ? older : sum);
		}

		for (const [place, {name}] of disks.entries()) {
			signal.throwIfAborted();
			addDevice(builder, `block.${place}`, name, await askDisk(domain, name, signal));
		}

		for (const [place, {name}] of nics.entries()) {
			if (name !== undefined) {
				signal.throwIfAborted();
				const answered = await calls.make('interfaceStats', async () =>
					interfaceFields(await remote().interfaceStats(domain, name, {signal})),
				);
				addDevice(builder, `net.${place}`, name, answered);
			}
		}
	};

	return {
		async ask(domain, {description, bulk, signal}) {
			signal.throwIfAborted();
			const builder = createRecordBuilder(domain, bulk);
			const info = await remote().domainInfo(domain, {signal});
			for (const [field, value] of Object.entries(infoFields(info, kind))) {
				builder.add(field, value);
			}

			if (info.state !== domainState.running && info.state !== domainState.blocked) {
				const why = await calls.make('domainState', () => remote().domainState(domain, {signal}));
				// The domain may have changed its state meanwhile. A reason belongs to its own state only.
				if ('answer' in why && why.answer.state === info.state) {
					builder.add('state.reason', why.answer.reason);
				}
			}

			if (info.state === domainState.shutOff || domain.id === undefined) {
				return builder.record();
			}

			try {
				signal.throwIfAborted();
				await askMemory(builder, domain, signal);
				if (description) {
					await askDevices(builder, domain, description, signal);
				}
			} catch (error) {
				if (!signal.aborted || error !== signal.reason) {
					throw error;
				}
			}

			return builder.record();
		},
	};
};

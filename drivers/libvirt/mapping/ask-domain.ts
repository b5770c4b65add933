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

/** What is known before a domain is asked. */
export type DomainQuestion = {
	/** Which disks and NICs it has. Absent: not known, and none is asked about. */
	readonly description: Description | undefined;
	/** What the bulk call said of it, where there is one that says little. */
	readonly bulk?: StatsRecord | undefined;
	readonly signal: AbortSignal;
};

/** Asks one domain at a time what a hypervisor without a bulk call, or one that says little, tells of it. */
export type DomainAsker = {
	/**
	One call after the other, so that a domain that hangs holds one slot only; the answers are in the words of the bulk call.
	The signal ends what has not been asked yet: then it resolves with what there is, or rejects with the signal's reason
	where that is nothing. Of a domain that does not run only DOMAIN_GET_INFO is asked, and why by DOMAIN_GET_STATE. A device that libvirt refuses has
	its words as `block.N.reason`, `net.N.reason`. Rejects with a RemoteError where there is no such domain or libvirt
	does not tell of it, and with a DriverError where the connection ended.
	*/
	readonly ask: (domain: RemoteDomain, question: DomainQuestion) => Promise<StatsRecord>;
};

type Counters = Parameters<RecordBuilder['addAll']>[1];

/** @param remote the connection of now. @param hypervisor what CONNECT_GET_TYPE answered */
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
			// An empty path is the whole container (lxc_driver.c, lxcDomainBlockStatsFlags), of which libvirt makes no disks.
			const sum = await askDisk(domain, '', signal);
			// The older of the two calls may take that path where the other does not.
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
				// It may have gone on meanwhile: a reason is one of its own state.
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

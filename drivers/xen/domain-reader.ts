import {nextTurn, withTimeout} from '../../source/async/wait.ts';
import type {DriverOptions} from '../../source/driver/driver.ts';
import {stateReport} from '../../source/driver/state-report.ts';
import type {Domain, ProblemReport} from '../../source/model/sample.ts';
import {quoteWord} from '../../source/text/quote-word.ts';
import {readMemory} from '../linux/read-memory.ts';
import type {StoreDomain} from '../xenstore/store-domain.ts';
import type {DomainDevices} from './backend/backend.ts';
import {createQdiskAsker} from './backend/qdisk-asker.ts';
import {readDeviceFolder} from './backend/read-device-folder.ts';
import {createVbdReader} from './backend/vbd-reader.ts';
import {createVifReader} from './backend/vif-reader.ts';
import {deviceTrouble} from './device-trouble.ts';
import type {HypervisorDomain} from './hypervisor/hypervisor.ts';
import {type DomainIdentity, identifyDomains, rememberedNames} from './identify-domains.ts';
import {xenDisks} from './mapping/disks.ts';
import {xenDomain} from './mapping/domain.ts';
import {xenNics} from './mapping/nics.ts';

/** What the other sources say, and which domains to read. */
export type DomainQuestion = {
	readonly ids: readonly number[];
	/** Its domains by domid, and the monotonic second at which they were read. Undefined: the hypervisor cannot be asked. */
	readonly hypervisor:
		| {readonly at: number; readonly domains: ReadonlyMap<number, HypervisorDomain>}
		| undefined;
	readonly stored: ReadonlyMap<number, StoreDomain>;
	/** The domains of the sample before. */
	readonly before: ReadonlyMap<number, DomainIdentity>;
	/** Seconds that a QEMU may take to answer. */
	readonly timeoutSeconds: number;
};

export type DomainAnswer = {readonly domain: Domain; readonly reports: readonly ProblemReport[]};

/** Reads the devices of dom0 and puts each domain together. */
export type DomainReader = {
	/** Lists the present devices; called once a sample, before `read`. */
	readonly listDevices: () => {
		readonly devices: ReadonlyMap<number, DomainDevices> | undefined;
		readonly report: ProblemReport | undefined;
	};
	/** Answers by domid; a domain that was not reached before the signal has no answer. Never rejects. */
	readonly read: (
		question: DomainQuestion,
		signal: AbortSignal,
	) => Promise<ReadonlyMap<number, DomainAnswer>>;
	readonly close: () => Promise<void>;
};

/** Seconds for which reading the kernel's files may keep keys and the screen waiting. */
const longestHoldSeconds = 0.02;

const noDevices: DomainDevices = {vbds: [], vifs: []};

/** Kinds of the report about a QEMU that does not run. */
const absences: ReadonlySet<string> = new Set(['absent', 'closed']);

/** Xen creates and destroys a domain while it is held. Its QEMU does not run yet, or no longer, and that is no problem. */
const isHeld = (domain: HypervisorDomain | undefined): boolean =>
	domain !== undefined && domain.state !== 'running' && domain.state !== 'idle';

export const createDomainReader = ({root, clock}: DriverOptions): DomainReader => {
	const vbds = createVbdReader(root, clock);
	const vifs = createVifReader(root);
	const qdisks = createQdiskAsker({root, clock});
	let names: ReadonlyMap<string, string> = new Map();
	let devices: ReadonlyMap<number, DomainDevices> | undefined;
	let reason: string | undefined;
	let heldSince = clock.monotonic();

	const rest = async (): Promise<void> => {
		while (clock.monotonic() - heldSince > longestHoldSeconds) {
			await nextTurn();
			// The first reader to come back begins a new turn, and the other readers see the new time.
			if (clock.monotonic() - heldSince > longestHoldSeconds) {
				heldSince = clock.monotonic();
			}
		}
	};

	const readOne = async (
		id: number,
		identity: DomainIdentity,
		{hypervisor, stored, timeoutSeconds}: DomainQuestion,
		signal: AbortSignal,
	): Promise<DomainAnswer | undefined> => {
		const store = stored.get(id);
		const known = hypervisor?.domains.get(id);
		const own = devices?.get(id) ?? noDevices;
		const served = new Set(own.vbds);
		const others = store?.disks?.filter(({devid}) => !served.has(devid) || vbds.waits(id, devid)) ?? [];
		const qdiskAnswer =
			others.length === 0
				? undefined
				: await withTimeout({clock, seconds: timeoutSeconds}, signal, (enough) =>
						qdisks.ask(id, others, enough, served),
					);
		await rest();
		if (signal.aborted) {
			return undefined;
		}

		// Nothing waits from here to the end, so that all that is read of a domain is of one moment.
		const at = clock.monotonic();
		const disks =
			devices || store?.disks
				? xenDisks({
						vbds: own.vbds,
						readVbd: (devid) => vbds.read(id, devid),
						stored: store?.disks,
						// Where xenstore can be read, a QDisk that xenstore lacks is going.
						listedQdisks: stored.size === 0 ? (own.qdisks ?? []) : [],
						qdisks: qdiskAnswer?.disks ?? new Map(),
						unlistedReason: reason,
					})
				: undefined;
		const nics =
			devices || store?.nics
				? xenNics(id, {
						vifs: own.vifs,
						readVif: (devid, name) => vifs.read(id, devid, name),
						stored: store?.nics,
						unlistedReason: reason,
					})
				: undefined;
		const domain = xenDomain({
			id,
			identity,
			at,
			hypervisor: known,
			cpuAt: hypervisor?.at,
			store,
			disks,
			nics,
			devicesReason: reason,
			ownMemory: id === 0 ? readMemory(root) : undefined,
		});
		const {key, name} = identity;
		const stopped = stateReport(domain, {
			resume: `xl unpause ${quoteWord(name)}`,
			causeHint: 'see xl dmesg and /var/log/xen',
		});
		const isPassing = isHeld(known) && absences.has(qdiskAnswer?.report?.kind ?? '');
		return {
			domain,
			reports: [
				qdiskAnswer?.report && !isPassing ? {...qdiskAnswer.report, domain: key} : undefined,
				deviceTrouble(key, name, disks),
				stopped && {...stopped, domain: key},
				store?.trouble === undefined
					? undefined
					: {
							kind: 'xenstore',
							domain: key,
							message: store.trouble,
							advice: 'The rest of it is shown; xenstore-ls shows what is there.',
						},
			].filter((report) => report !== undefined),
		};
	};

	return {
		listDevices: () => {
			({devices, reason} = readDeviceFolder(root));
			vifs.refresh(clock.monotonic());
			if (devices) {
				vbds.keep(devices);
				vifs.keep(devices);
			}

			return {
				devices,
				report:
					reason === undefined
						? undefined
						: {
								kind: 'sysfs',
								message: `The devices that dom0 serves are unknown: ${reason}.`,
								advice: 'Load xen-blkback and xen-netback; without them only QEMU serves disks.',
							},
			};
		},
		read: async (question, signal) => {
			heldSince = clock.monotonic();
			qdisks.keep(new Set(question.ids));
			const {hypervisor, stored, before} = question;
			const sources = {hypervisor: hypervisor?.domains, stored, before, names};
			const identities = identifyDomains(question.ids, sources);
			names = rememberedNames(names, identities);
			const answers = new Map<number, DomainAnswer>();
			await Promise.all(
				[...identities].map(async ([id, identity]) => {
					const answer = await readOne(id, identity, question, signal);
					if (answer) {
						answers.set(id, answer);
					}
				}),
			);
			return answers;
		},
		close: () => {
			vbds.close();
			return qdisks.close();
		},
	};
};

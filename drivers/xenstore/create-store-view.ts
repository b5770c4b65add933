import type {Clock} from '../../source/async/clock.ts';
import {createLimit} from '../../source/async/limit.ts';
import {untilAborted} from '../../source/async/wait.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import {firstReservedDomid} from './backend-path.ts';
import {type OpenDevice, openDevice as openRealDevice} from './device-file.ts';
import {createDomainRecord, type DomainRecord} from './domain-record.ts';
import {changeOf} from './store-change.ts';
import type {StoreDomain} from './store-domain.ts';
import {StoreFault} from './store-fault.ts';
import {createStoreLine, type StoreSession} from './store-line.ts';
import {StoreRefusal} from './store-refusal.ts';
import {reportNoList} from './store-trouble.ts';

/** xenstore, kept up to date by watches: a refresh reads only what changed. */
export type StoreView = {
	/** Never rejects. Resolves when all changes were read, or at the signal; requests in flight go on. */
	readonly refresh: (signal: AbortSignal) => Promise<void>;
	/** Domains by domid; the last values where xenstore does not answer. Empty before the first refresh. */
	readonly domains: () => ReadonlyMap<number, StoreDomain>;
	/** Why xenstore cannot be read, or not all of it; its kind is `xenstore`. Undefined: all is well. */
	readonly trouble: () => ProblemReport | undefined;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};

export type StoreViewOptions = {
	/** `/`, or a captured tree. */
	readonly root: string;
	readonly clock: Clock;
	/** Undefined: the machine's own devices. */
	readonly openDevice?: OpenDevice | undefined;
};

/** Domains read at once; their requests share the session's limit. */
const domainsAtOnce = 8;

/** Seconds without a message from xenstored after which a probe is sent. */
const pulse = 2;

/** Paths that are watched for all domains at once; a backend's folder is watched when a device leads to it. */
const watched = ['@introduceDomain', '@releaseDomain', '/libxl'];

const isDomid = (name: string): boolean =>
	/^(?:0|[1-9]\d{0,4})$/.test(name) && Number(name) < firstReservedDomid;

export const createStoreView = ({root, clock, openDevice = openRealDevice}: StoreViewOptions): StoreView => {
	const records = new Map<number, DomainRecord>();
	let session: StoreSession | undefined;
	let isListDirty = true;
	let listTrouble: ProblemReport | undefined;
	let run: Promise<void> | undefined;
	let shown: ReadonlyMap<number, StoreDomain> | undefined = new Map();

	const onChange = (path: string) => {
		const {list, domain, parts} = changeOf(path);
		// libxl writes nodes of a domain long before it introduces the domain.
		isListDirty ||= list ?? (domain !== undefined && !records.has(domain));
		for (const record of domain === undefined ? records.values() : [records.get(domain)]) {
			record?.mark(parts);
		}
	};

	const line = createStoreLine({root, clock, openDevice}, onChange);

	/** A path below a domain that does not exist is not watched: a guest's value could name any domain. */
	const watchFor =
		({watches}: StoreSession) =>
		async (path: string) => {
			const [, owner] = /^\/local\/domain\/(\d+)\//.exec(path) ?? [];
			if (records.has(Number(owner))) {
				await watches.ensure(path);
			}
		};

	const take = (names: readonly string[] | undefined) => {
		const ids = new Set((names ?? []).filter(isDomid).map(Number));
		for (const id of records.keys()) {
			if (!ids.has(id)) {
				records.delete(id);
				session?.watches.forget(`/local/domain/${id}`);
			}
		}

		for (const id of ids) {
			if (!records.has(id)) {
				records.set(id, createDomainRecord(id, clock));
			}
		}

		shown = undefined;
		listTrouble = names ? undefined : reportNoList(undefined);
	};

	const list = async ({calls}: StoreSession) => {
		isListDirty = false;
		try {
			const names = await calls.list('/local/domain');
			take(names);
			// No event tells when the list is created.
			isListDirty ||= names === undefined;
		} catch (error) {
			isListDirty = true;
			if (!(error instanceof StoreRefusal)) {
				throw error;
			}

			listTrouble = reportNoList(error.code);
		}
	};

	const readChanges = async (current: StoreSession) => {
		const {client, calls, watches} = current;
		await client.poll();
		if (client.silentSince() !== undefined) {
			await client.probe();
		} else if (clock.monotonic() - client.heardAt() > pulse) {
			// Where nothing changes nothing is asked, and a daemon that hangs would pass for a daemon without news.
			void client.probe().catch(() => {});
		}

		for (const path of watches.refused()) {
			onChange(path);
		}

		await Promise.all(watched.map(watches.ensure));
		if (isListDirty) {
			await list(current);
		}

		const dirty = [...records.values()].filter((record) => record.isDirty());
		const limit = createLimit(domainsAtOnce);
		const read = async (record: DomainRecord): Promise<void> => {
			await record.read(calls, watchFor(current));
			shown = undefined;
		};
		// A reading that fails has ended the session, or found it silent: the readings after it fail at once.
		await Promise.all(dirty.map((record) => limit(() => read(record))));
		// A domain without a name is going, and the event of its name may have been its last event.
		if (dirty.some((record) => record.domain()?.name === undefined)) {
			await list(current);
		}
	};

	const round = async () => {
		const current = await line.session();
		if (!current) {
			return;
		}

		if (current !== session) {
			session = current;
			isListDirty = true;
			for (const record of records.values()) {
				record.doubt();
			}
		}

		try {
			await readChanges(current);
			line.succeeded();
		} catch (error) {
			if (!(error instanceof StoreFault)) {
				throw error;
			}
		}
	};

	const show = (): ReadonlyMap<number, StoreDomain> =>
		new Map(
			[...records]
				.sort(([one], [other]) => one - other)
				.flatMap(([id, record]) => {
					const domain = record.domain();
					return domain ? [[id, domain] as const] : [];
				}),
		);

	return {
		refresh: async (signal) => {
			run ??= round().finally(() => {
				run = undefined;
			});
			// A refresh does not wait for a slow xenstored: a later refresh takes its late answers.
			if (line.isSlow()) {
				return;
			}

			await untilAborted(run, signal);
		},
		domains: () => {
			shown ??= show();
			return shown;
		},
		trouble: () => line.trouble() ?? listTrouble,
		close: async () => {
			await line.close();
			await run;
		},
	};
};

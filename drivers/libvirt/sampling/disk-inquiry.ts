import type {Clock} from '../../../source/async/clock.ts';
import {diskFault, type FailedDisk} from '../../../source/driver/disk-fault.ts';
import {restated} from '../../../source/model/restated.ts';
import type {Domain} from '../../../source/model/sample.ts';
import type {ConnectionPair} from './connection-pair.ts';
import type {Row} from './domain-registry.ts';
import {outcomeWithin} from './outcome-within.ts';
import {startCall} from './pending-call.ts';

/** Finds the disks whose I/O errors stopped a domain. */
export type DiskInquiry = {
	/** Queries stopped domains whose failed disks are not known, a few a refresh. Never rejects. */
	readonly ask: (rows: readonly Row[], signal: AbortSignal) => Promise<void>;
	/** The domain, with its failed disks where they are known. */
	readonly explained: (domain: Domain) => Domain;
};

/** virDomainDiskErrorCode. */
const noError = 0;
const noSpace = 2;

/** How long a reply may take, seconds. */
const replyTimeoutSeconds = 0.3;
/** How many domains one refresh queries. */
const mostAsked = 4;
/** Seconds after which a domain is queried again: another disk may have failed since. */
const lifetime = 30;

const isStopped = ({stateFault}: Domain): boolean => stateFault === 'I/O error' || stateFault === 'no space';

const identityOf = ({key, incarnation}: Domain): string => `${key} ${incarnation}`;

/** Calls DOMAIN_GET_DISK_ERRORS (263), and only for domains that an I/O error stopped, as libvirt says. */
export const createDiskInquiry = (clock: Clock, pair: ConnectionPair): DiskInquiry => {
	const known = new Map<string, {readonly failed: readonly FailedDisk[]; readonly at: number}>();
	/** The call goes to the domain's monitor, and may hang there. At most one is pending. */
	let isPending = false;

	const askOne = async ({remote, domain}: Row, signal: AbortSignal): Promise<void> => {
		isPending = true;
		const call = startCall(clock, () => pair.remote().diskErrors(remote));
		void call.settled.then((outcome) => {
			isPending = false;
			const errors = 'reply' in outcome ? outcome.reply.filter(({error}) => error !== noError) : [];
			const failed = errors.map(({disk, error}) => ({
				name: disk,
				source: domain.disks?.find(({name}) => name === disk)?.source,
				isFull: error === noSpace,
			}));
			known.set(identityOf(domain), {failed, at: clock.monotonic()});
		});
		await outcomeWithin(clock, call, replyTimeoutSeconds, signal);
	};

	return {
		async ask(rows, signal) {
			const stopped = rows.filter(({domain}) => isStopped(domain));
			const present = new Set(stopped.map(({domain}) => identityOf(domain)));
			for (const identity of known.keys()) {
				if (!present.has(identity)) {
					known.delete(identity);
				}
			}

			const askedAt = ({domain}: Row): number => known.get(identityOf(domain))?.at ?? Number.MIN_SAFE_INTEGER;
			const isDue = (row: Row): boolean =>
				row.heldSince === undefined && clock.monotonic() - askedAt(row) > lifetime;
			const due = stopped.filter(isDue).toSorted((one, other) => askedAt(one) - askedAt(other));
			for (const row of due.slice(0, mostAsked)) {
				if (isPending || pair.remote().freeSlots() < 2 || signal.aborted) {
					return;
				}

				await askOne(row, signal);
			}
		},
		explained: (domain) => {
			const {failed} = known.get(identityOf(domain)) ?? {};
			return failed && isStopped(domain) ? restated(domain, diskFault(failed)) : domain;
		},
	};
};

import type {Clock} from '../../../source/clock.ts';
import {diskFault, type FailedDisk} from '../../../source/disk-fault.ts';
import type {Domain} from '../../../source/sample.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch} from './flight.ts';
import {landedWithin} from './landed-within.ts';
import type {Row} from './roster.ts';

/** At which disk a domain was stopped by an I/O error. */
export type DiskInquiry = {
	/** Asks about those of which that is not known, a few a refresh. Never rejects. */
	readonly ask: (rows: readonly Row[], signal: AbortSignal) => Promise<void>;
	/** The domain with what is known of it. */
	readonly explained: (domain: Domain) => Domain;
};

/** virDomainDiskErrorCode. */
const noError = 0;
const noSpace = 2;

/** How long the daemon may take, seconds. */
const patience = 0.3;
/** Domains asked about in one refresh. */
const mostAsked = 4;
/** After so many seconds an answer is asked for again: another disk may have failed since. */
const lifetime = 30;

const isStopped = ({stateFault}: Domain): boolean => stateFault === 'I/O error' || stateFault === 'no space';

const identityOf = ({key, incarnation}: Domain): string => `${key} ${incarnation}`;

/** DOMAIN_GET_DISK_ERRORS (263), of domains alone that libvirt says an I/O error stopped. */
export const createDiskInquiry = (clock: Clock, line: DaemonLine): DiskInquiry => {
	const known = new Map<string, {readonly failed: readonly FailedDisk[]; readonly at: number}>();
	/** It asks the domain's monitor, and may hang there: one at a time. */
	let isOpen = false;

	const askOne = async ({remote, domain}: Row, signal: AbortSignal): Promise<void> => {
		isOpen = true;
		const flight = launch(clock, () => line.remote().diskErrors(remote));
		void flight.landed.then((landed) => {
			isOpen = false;
			const errors = 'answer' in landed ? landed.answer.filter(({error}) => error !== noError) : [];
			const failed = errors.map(({disk, error}) => ({
				name: disk,
				source: domain.disks?.find(({name}) => name === disk)?.source,
				isFull: error === noSpace,
			}));
			known.set(identityOf(domain), {failed, at: clock.monotonic()});
		});
		await landedWithin(clock, flight, patience, signal);
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
				if (isOpen || line.remote().freeSlots() < 2 || signal.aborted) {
					return;
				}

				await askOne(row, signal);
			}
		},
		explained: (domain) => {
			const {failed} = known.get(identityOf(domain)) ?? {};
			return failed && isStopped(domain) ? {...domain, ...diskFault(failed)} : domain;
		},
	};
};

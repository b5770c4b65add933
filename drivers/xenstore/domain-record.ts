import type {Clock} from '../../source/async/clock.ts';
import {createDomainReader} from './domain-reader.ts';
import {type PartReading, readPart} from './read-part.ts';
import type {StoreCalls} from './store-calls.ts';
import {type DomainPart, domainParts} from './store-change.ts';
import type {StoreDomain} from './store-domain.ts';
import {unlessRefused} from './store-refusal.ts';

/** What is known of one domain in xenstore, and what of it must be read again. */
export type DomainRecord = {
	/** Marks parts that were written. */
	readonly mark: (parts: readonly DomainPart[]) => void;
	/** Marks all parts: each of them may have been written. */
	readonly doubt: () => void;
	readonly isDirty: () => boolean;
	/**
	Reads all marked parts again. Rejects with a StoreFault; parts that were not read then stay marked.
	@param watch called with a path before the path is read.
	*/
	readonly read: (
		calls: Pick<StoreCalls, 'read' | 'list'>,
		watch: (path: string) => Promise<void>,
	) => Promise<void>;
	/** Undefined: nothing is known of the domain, so it does not exist any more, or not yet. */
	readonly domain: () => StoreDomain | undefined;
};

type Part = {readonly reading: PartReading; readonly complaints: readonly string[]};

/** Why a part must be read: it was written, or may have been. */
type Reason = 'written' | 'doubted';

/** The first complaint, and how many more there are. */
const troubleOf = ([first, ...more]: readonly string[]): string | undefined =>
	first === undefined ? undefined : `${first}${more.length > 0 ? `, and ${more.length} more` : ''}.`;

const isSomething = (value: unknown): boolean =>
	value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Nodes of one domain that are watched; the nodes of devices are watched in all domains at once. */
const watched = (id: number): readonly string[] =>
	['name', 'memory', 'data/meminfo_total', 'data/meminfo_free'].map((node) => `/local/domain/${id}/${node}`);

export const createDomainRecord = (id: number, clock: Clock): DomainRecord => {
	const known = new Map<DomainPart, Part>();
	const dirty = new Map<DomainPart, Reason>();

	const doubt = () => {
		for (const part of domainParts) {
			if (!dirty.has(part)) {
				dirty.set(part, 'doubted');
			}
		}
	};

	doubt();
	return {
		mark: (parts) => {
			for (const part of parts) {
				dirty.set(part, 'written');
			}
		},
		doubt,
		isDirty: () => dirty.size > 0,
		read: async (calls, watch) => {
			await Promise.all(watched(id).map(watch));
			const due = [...dirty];
			// Cleared before reading: a part that is written meanwhile is marked again.
			dirty.clear();
			const readOne = async ([part, reason]: readonly [DomainPart, Reason]) => {
				const reader = createDomainReader(calls, watch);
				const same = reason === 'doubted' ? known.get(part)?.reading : undefined;
				const moment = {at: clock.monotonic(), same, isFirst: known.has(part) ? undefined : (true as const)};
				try {
					const reading = await unlessRefused(readPart[part](reader, id, moment), ({code}): PartReading => {
						reader.complain(part, `cannot be read (${code})`);
						return {};
					});
					known.set(part, {reading, complaints: reader.complaints()});
				} catch (error) {
					dirty.set(part, dirty.get(part) ?? reason);
					throw error;
				}
			};
			await Promise.all(due.map(readOne));
		},
		domain: () => {
			const parts = domainParts.flatMap((part) => known.get(part) ?? []);
			const reading: PartReading = Object.assign({}, ...parts.map((part) => part.reading));
			const trouble = troubleOf(parts.flatMap(({complaints}) => complaints));
			return Object.values({...reading, trouble}).some(isSomething) ? {id, ...reading, trouble} : undefined;
		},
	};
};

import {cleanText} from '../../source/text/clean-text.ts';
import type {StoreCalls} from './store-calls.ts';
import {unlessRefused} from './store-refusal.ts';

/**
Reads the values of one part of a domain. A bad value counts as missing, and adds a complaint. Rejects with a StoreFault.
*/
export type DomainReader = {
	/** A cleaned text. Undefined: no node, empty, or bad. @param limit of `cleanText`. Undefined: the limit of names. */
	readonly text: (path: string, limit?: number) => Promise<string | undefined>;
	/** A text as it came, only to take numbers out of it. Undefined: no node, empty, or bad. */
	readonly raw: (path: string) => Promise<string | undefined>;
	/** A whole number, not negative. Undefined: no node, empty, unknown (2^64−1) or bad. */
	readonly count: (path: string) => Promise<number | undefined>;
	/** Rejects with a StoreRefusal too, as nothing below the path can be known then. */
	readonly list: StoreCalls['list'];
	/** Watches a path for changes; called before the path is read. */
	readonly watch: (path: string) => Promise<void>;
	readonly complain: (path: string, fault: string) => void;
	/** In the order in which they were found: `memory/target in xenstore is no whole number`. */
	readonly complaints: () => readonly string[];
};

/** XENSTORE_PAYLOAD_MAX of xs_wire.h, bytes: nothing longer was ever written through xenstored. */
const valueByteLimit = 4096;

/** u64 −1. */
export const unknownCount = '18446744073709551615';

/** A path without the domain's own folder, short enough for a sentence. */
const shortPath = (path: string): string => cleanText(path.replace(/^\/local\/domain\/\d+\/(?!backend)/, ''));

export const createDomainReader = (
	calls: Pick<StoreCalls, 'read' | 'list'>,
	watch: (path: string) => Promise<void>,
): DomainReader => {
	const complaints: string[] = [];

	const complain = (path: string, fault: string) => {
		complaints.push(`${shortPath(path)} in xenstore ${fault}`);
	};

	const value = async (path: string): Promise<string | undefined> => {
		const bytes = await unlessRefused(calls.read(path), ({code}) => {
			complain(path, `cannot be read (${cleanText(code)})`);
			return undefined;
		});
		if (bytes && bytes.length > valueByteLimit) {
			complain(path, `is longer than ${valueByteLimit} bytes`);
			return undefined;
		}

		return bytes?.toString() || undefined;
	};

	return {
		text: async (path, limit) => {
			const text = await value(path);
			return text === undefined ? undefined : cleanText(text, limit);
		},
		raw: value,
		count: async (path) => {
			const text = await value(path);
			if (text === undefined || text === unknownCount) {
				return undefined;
			}

			const count = Number(text);
			if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) {
				complain(path, 'is no size');
				return undefined;
			}

			return count;
		},
		list: (path) => calls.list(path),
		watch,
		complain,
		complaints: () => complaints,
	};
};

import type {ProblemReport} from '../../source/sample.ts';
import type {StoreDomain} from './store-domain.ts';

/** xenstore, kept up to date by watches: a refresh reads only what changed. */
export type StoreView = {
	/** Never rejects. Resolves once all that changed was read, or at the signal; what is under way goes on. */
	readonly refresh: (signal: AbortSignal) => Promise<void>;
	/** By domid; what was read last where xenstore does not answer. Empty before the first refresh. */
	readonly domains: () => ReadonlyMap<number, StoreDomain>;
	/** Why it cannot be read, or not all of it; absent: all is well. Its kind is `xenstore`. */
	readonly trouble: () => ProblemReport | undefined;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};

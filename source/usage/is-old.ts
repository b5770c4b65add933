import type {Domain} from '../model/sample.ts';
import type {DomainUsage} from './domain-usage.ts';

/** Age in seconds from which numbers are shown with their age, so that even a late refresh shows no old number as new. */
export const oldFrom = 3;

/** Whether the numbers of a domain are stale: older than one and a half of their interval, and than three seconds. */
export const isOld = ({
	age,
	interval,
	domain,
}: Pick<DomainUsage, 'age' | 'interval'> & {readonly domain?: Pick<Domain, 'every'>}): boolean =>
	age > Math.max(oldFrom, 1.5 * Math.max(interval ?? 0, domain?.every ?? 0));

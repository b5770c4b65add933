import type {Domain} from '../model/sample.ts';
import type {DomainUsage} from './domain-usage.ts';

/** Numbers of this age and older are shown with it: no refresh may be so late that a number passes for new. */
export const oldFrom = 3;

/** Are its numbers older than the interval they come in and half as long again, and than three seconds? */
export const isOld = ({
	age,
	interval,
	domain,
}: Pick<DomainUsage, 'age' | 'interval'> & {readonly domain?: Pick<Domain, 'every'>}): boolean =>
	age > Math.max(oldFrom, 1.5 * Math.max(interval ?? 0, domain?.every ?? 0));

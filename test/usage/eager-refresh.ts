import type {Reading} from '../../source/driver/reading.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {shownDomains} from '../../source/usage/shown-domains.ts';
import type {Moment} from '../../source/usage/usage.ts';
import {domainUsage} from './eager-usage.ts';

/** The usage as it was computed before rates were lazy: all rates at once, and who has a row by the rules each time. */
export const eagerRefresh = (
	previous: readonly DomainUsage[],
	readings: readonly Reading[],
	{monotonic, sectors}: Moment,
): readonly DomainUsage[] => {
	const past = new Map(previous.map((usage) => [usage.rowKey, usage]));
	return shownDomains(previous, readings, monotonic).map(({domain, place}) => {
		const {isAlone: _, ...own} = place;
		return domainUsage(past.get(own.rowKey), domain, own, monotonic, sectors);
	});
};

import type {Reading} from '../driver/reading.ts';
import type {Domain} from '../model/sample.ts';
import type {StandingPlace} from './domain-place.ts';
import type {DomainUsage} from './domain-usage.ts';
import type {Candidate} from './is-one-domain.ts';
import {PublishedDomain} from './published-domain.ts';
import type {ShownDomain} from './shown-domains.ts';

const noRivals: readonly Candidate[] = [];

const isSame = (before: Domain, {key, uuid, incarnation, process}: Domain): boolean =>
	before.key === key && before.uuid === uuid && before.incarnation === incarnation && process === undefined;

const isRead = (place: StandingPlace, {uri, driver}: Reading, host: string): boolean =>
	place.uri === uri && place.driver === driver && place.host === host;

/**
What `shownDomains` gives where the readings list the domains that they listed before, each alone with its host and uuid, as in
nearly all refreshes. The places are the same objects then.

@returns undefined where anything else is the case, and the rules must be asked.
*/
export const shownAsBefore = (
	previous: readonly DomainUsage[],
	readings: readonly Reading[],
): readonly ShownDomain[] | undefined => {
	const shown: ShownDomain[] = [];
	for (const reading of readings) {
		const {sample} = reading;
		for (const domain of sample?.domains ?? []) {
			const before = previous[shown.length];
			const parts = before && PublishedDomain.partsOf(before);
			if (
				!parts?.place.isAlone ||
				!isSame(parts.domain, domain) ||
				!isRead(parts.place, reading, sample?.host.id ?? '')
			) {
				return undefined;
			}

			shown.push({domain, place: parts.place, rivals: noRivals});
		}
	}

	return shown.length === previous.length ? shown : undefined;
};

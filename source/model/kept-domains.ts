import {createAtPlace} from './collections.ts';
import {domainReading} from './domain-reading.ts';
import type {Domain} from './sample.ts';

/** Makes readings of the domains of one connection, refresh after refresh, whose identities are kept. */
export type KeptDomains = (domains: readonly Domain[]) => readonly Domain[];

export const createKeptDomains = (): KeptDomains => {
	let before: readonly Domain[] = [];
	return (domains) => {
		const atPlace = createAtPlace(before, ({key}) => key);
		before = domains.map((domain, place) => domainReading(domain, atPlace(domain.key, place)));
		return before;
	};
};

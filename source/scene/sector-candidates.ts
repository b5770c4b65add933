import {identityOf} from '../model/numbers-view.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {mayHaveOddSectors} from '../usage/sector-size.ts';

/**
Finds the domains with a disk whose sectors are not of 512 bytes. Disks are looked at only where something else is said of a
domain than the last time.
*/
export const createSectorCandidates = (): ((domains: readonly DomainUsage[]) => readonly DomainUsage[]) => {
	let said: readonly object[] = [];
	let places: readonly number[] = [];
	return (domains) => {
		const now = domains.map(({domain}) => identityOf(domain));
		if (now.length !== said.length || now.some((identity, place) => identity !== said[place])) {
			said = now;
			places = domains.flatMap(({domain}, place) => (domain.disks?.some(mayHaveOddSectors) ? [place] : []));
		}

		return places.map((place) => domains[place]).filter((usage) => usage !== undefined);
	};
};

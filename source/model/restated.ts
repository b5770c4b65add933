import {domainReading} from './domain-reading.ts';
import {NumbersView, spelledOut} from './numbers-view.ts';
import type {Domain, Memory} from './sample.ts';

/** The same reading of a domain, of which other things are said. A plain object becomes another plain object. */
export const restated = (domain: Domain, changes: Partial<Domain>): Domain => {
	const changed = {...spelledOut(domain), ...changes};
	return domain instanceof NumbersView ? domainReading(changed, domain) : changed;
};

/** The same reading of a domain, of whose memory other things are said. */
export const withMemory = (domain: Domain, changes: Partial<Memory>): Domain =>
	restated(domain, {memory: {...spelledOut(domain.memory), ...changes}});

import {domainReading, readingAs} from '../../../source/model/domain-reading.ts';
import {identityOf} from '../../../source/model/numbers-view.ts';
import {restated} from '../../../source/model/restated.ts';
import type {Domain} from '../../../source/model/sample.ts';

type Pids = Domain['pids'];

/** Puts the processes of each domain to what was read of it. The identities are kept from sample to sample. */
export type PublishedDomains = (
	domains: readonly Domain[],
	pidsOf: (key: string) => Pids,
) => readonly Domain[];

/** What was said of a domain, its processes, and a reading that says both. */
type Published = {readonly said: object; readonly pids: Pids; readonly reading: Domain};

const isSame = (one: Pids, other: Pids): boolean =>
	one === other ||
	(one !== undefined && one.length === other?.length && one.every((pid, place) => pid === other[place]));

const publish = (domain: Domain, pids: Pids, before: Published | undefined): Published => {
	const said = identityOf(domain);
	if (before && before.said === said && isSame(before.pids, pids)) {
		return {...before, reading: readingAs(domain, before.reading)};
	}

	const withPids = pids === undefined ? domain : restated(domain, {pids});
	return {said, pids, reading: domainReading(withPids, before?.reading)};
};

export const createPublishedDomains = (): PublishedDomains => {
	let published: ReadonlyMap<string, Published> = new Map();
	return (domains, pidsOf) => {
		const now = new Map<string, Published>();
		const readings = domains.map((domain) => {
			const {key} = domain;
			const one = publish(domain, pidsOf(key), published.get(key));
			now.set(key, one);
			return one.reading;
		});
		published = now;
		return readings;
	};
};

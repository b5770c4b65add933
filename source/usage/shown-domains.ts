import {grouped} from '../grouped.ts';
import type {Domain} from '../sample.ts';
import type {Reading} from '../usage.ts';
import type {DomainPlace, DomainUsage} from './domain-usage.ts';

/** A domain that has a row, and where it is read. */
export type ShownDomain = {readonly domain: Domain; readonly place: DomainPlace};

type Candidate = {readonly domain: Domain; readonly reading: Reading};

const isLost = ({reading}: Candidate): boolean => reading.status.state === 'lost';

/** Host and key: what one domain, seen by several connections, has in common. */
export const sharedKey = (host: string | undefined, key: string): string => `${host}/${key}`;

const candidatesOf = (readings: readonly Reading[]): ReadonlyMap<string, readonly Candidate[]> => {
	const candidates = readings.flatMap((reading): readonly Candidate[] =>
		(reading.sample?.domains ?? []).map((domain) => ({domain, reading})),
	);
	return grouped(candidates, ({domain, reading}) => sharedKey(reading.sample?.host.id, domain.key));
};

/** One of each incarnation that the best driver sees, in the order of connections. */
const distinct = (
	candidates: readonly Candidate[],
	wasShown: (incarnation: string) => boolean,
): readonly Candidate[] => {
	if (candidates.length === 1) {
		return candidates;
	}

	const alive = candidates.filter((one) => !isLost(one));
	const worthy = [...alive, ...candidates.filter(isLost)];
	const best = worthy[0]?.reading.driver;
	const ofBest = worthy.filter(({reading}) => reading.driver === best);
	const chosen = new Map<string, Candidate>();
	for (const one of ofBest) {
		const {incarnation} = one.domain;
		// What only a lost connection still repeats may be the past of the one that is there now.
		const mayBePast = chosen.size > 0 && isLost(one) && !wasShown(incarnation);
		if (!chosen.has(incarnation) && !mayBePast) {
			chosen.set(incarnation, one);
		}
	}

	return [...new Set(candidates.map(({domain}) => domain.incarnation))].flatMap(
		(incarnation) => chosen.get(incarnation) ?? [],
	);
};

/**
Which domains have a row. One that several connections see has one row: from the driver that stands first, of its
connections from the first that is not lost. Two guests may have the same key, as two without a uuid that have one name:
where one driver sees two incarnations at once, each has a row, and the later one's row key ends with its incarnation.
What was shown keeps its row key.

@param readings in the order of precedence.
*/
export const shownDomains = (
	previous: readonly DomainUsage[],
	readings: readonly Reading[],
): readonly ShownDomain[] => {
	const before = grouped(previous, ({host, domain}) => sharedKey(host, domain.key));

	return [...candidatesOf(readings)].flatMap(([key, candidates]) => {
		const past = before.get(key) ?? [];
		const rowKeyOf = (incarnation: string): string | undefined =>
			past.findLast(({domain}) => domain.incarnation === incarnation)?.rowKey;
		const shown = distinct(
			candidates,
			(incarnation) => past.length > 1 && rowKeyOf(incarnation) !== undefined,
		);
		const kept = shown.map(({domain}) => rowKeyOf(domain.incarnation));
		let isFree = !kept.includes(key);
		return shown.map(({domain, reading: {uri, driver, sample}}, index) => {
			const rowKey = kept[index] ?? (isFree ? key : `${key}#${domain.incarnation}`);
			isFree &&= rowKey !== key;
			return {domain, place: {host: sample?.host.id ?? '', uri, driver, rowKey}};
		});
	});
};

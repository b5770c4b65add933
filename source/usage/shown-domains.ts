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
	const found = new Map<string, Candidate[]>();
	for (const reading of readings) {
		for (const domain of reading.sample?.domains ?? []) {
			const key = sharedKey(reading.sample?.host.id, domain.key);
			const others = found.get(key);
			if (others) {
				others.push({domain, reading});
			} else {
				found.set(key, [{domain, reading}]);
			}
		}
	}

	return found;
};

/** One of each incarnation that the best driver sees, in the order of connections. */
const distinct = (
	candidates: readonly Candidate[],
	wasShown: (incarnation: string) => boolean,
): readonly Candidate[] => {
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
	const before = new Map<string, Map<string, string>>();
	for (const {host, domain, rowKey} of previous) {
		const key = sharedKey(host, domain.key);
		before.set(key, new Map([...(before.get(key) ?? []), [domain.incarnation, rowKey]]));
	}

	return [...candidatesOf(readings)].flatMap(([key, candidates]) => {
		const past = before.get(key);
		const shown = distinct(
			candidates,
			(incarnation) => (past?.size ?? 0) > 1 && past?.has(incarnation) === true,
		);
		const kept = shown.map(({domain}) => past?.get(domain.incarnation));
		let isFree = !kept.includes(key);
		return shown.map(({domain, reading: {uri, driver, sample}}, index) => {
			const rowKey = kept[index] ?? (isFree ? key : `${key}#${domain.incarnation}`);
			isFree &&= rowKey !== key;
			return {domain, place: {host: sample?.host.id ?? '', uri, driver, rowKey}};
		});
	});
};

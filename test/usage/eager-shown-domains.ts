import type {Reading} from '../../source/driver/reading.ts';
import {grouped} from '../../source/model/collections.ts';
import type {Domain} from '../../source/model/sample.ts';
import type {DomainPlace} from '../../source/usage/domain-place.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {type Candidate, isListed, isLost, isOneDomain} from '../../source/usage/is-one-domain.ts';
import {knownParts} from '../../source/usage/known-parts.ts';

/** A domain that has a row, and where it is read. */
export type ShownDomain = {
	readonly domain: Domain;
	readonly place: DomainPlace;
	/**
	Of a process whose uuid other connections list: the listed domains of which none is proven to be this process. Empty: there are
	none.
	*/
	readonly rivals: readonly Candidate[];
};

/** Host and uuid, or host and key: what is the same of a domain in several connections. */
export const sharedKey = (
	host: string | undefined,
	{uuid, key}: Pick<Domain, 'key'> & Partial<Pick<Domain, 'uuid'>>,
): string => `${host}/${uuid ?? key}`;

/**
Domains by host and uuid, or by host and key. A process counts once, also where another connection does not know its name or
uuid.
*/
const candidatesOf = (readings: readonly Reading[]): ReadonlyMap<string, readonly Candidate[]> => {
	const candidates = readings.flatMap((reading): readonly Candidate[] =>
		(reading.sample?.domains ?? []).map((domain) => ({domain, reading})),
	);
	const processKeys = candidates.map((one) =>
		isListed(one) ? undefined : `${one.reading.sample?.host.id} ${one.domain.incarnation}`,
	);
	const best = new Map<string | undefined, Domain>();
	for (const [index, {domain}] of candidates.entries()) {
		const key = processKeys[index];
		const other = best.get(key);
		if (key !== undefined && (!other || knownParts(domain) > knownParts(other))) {
			best.set(key, domain);
		}
	}

	return grouped(candidates, ({domain, reading}, index) =>
		sharedKey(reading.sample?.host.id, best.get(processKeys[index]) ?? domain),
	);
};

/**
One candidate of each incarnation that the best driver sees, in the order of connections. Of two connections that see one
process, the connection that knows more of it counts.
*/
const distinct = (
	candidates: readonly Candidate[],
	wasShown: (incarnation: string) => boolean,
): readonly Candidate[] => {
	if (candidates.length < 2) {
		return candidates;
	}

	const alive = candidates.filter((one) => !isLost(one));
	const worthy = [...alive, ...candidates.filter(isLost)];
	const best = worthy[0]?.reading.driver;
	const chosen = new Map<string, Candidate>();
	for (const one of worthy.filter(({reading}) => reading.driver === best)) {
		const {incarnation} = one.domain;
		const other = chosen.get(incarnation);
		// An incarnation that only a lost connection still repeats may be the past of the present incarnation.
		const mayBePast = chosen.size > 0 && isLost(one) && !wasShown(incarnation);
		const isRicher =
			other &&
			!isListed(one) &&
			isLost(one) === isLost(other) &&
			knownParts(one.domain) > knownParts(other.domain);
		if (isRicher || (!other && !mayBePast)) {
			chosen.set(incarnation, one);
		}
	}

	return [...new Set(candidates.map(({domain}) => domain.incarnation))].flatMap(
		(incarnation) => chosen.get(incarnation) ?? [],
	);
};

/** Puts processes that are not trusted behind all others. */
const trustedFirst = (one: Candidate, other: Candidate): number =>
	Number(other.domain.process?.isTrusted) - Number(one.domain.process?.isTrusted);

/** Gives each shown candidate a row key. A row that was shown keeps its key, and only a single row may have the bare key. */
const withRowKeys = (
	key: string,
	shown: readonly Candidate[],
	rowKeyOf: (incarnation: string) => string | undefined,
	isTaken: boolean,
): readonly (Candidate & {readonly rowKey: string})[] => {
	const kept = shown.map(({domain}) => {
		const rowKey = rowKeyOf(domain.incarnation);
		return isTaken && rowKey === key ? undefined : rowKey;
	});
	let isFree = !isTaken && !kept.includes(key);
	return shown.map((one, index) => {
		const rowKey = kept[index] ?? (isFree ? key : `${key}#${one.domain.incarnation}`);
		isFree &&= rowKey !== key;
		return {...one, rowKey};
	});
};

/** Candidates that have a row. @param past the rows that the candidates had. */
const chosenOf = (
	key: string,
	candidates: readonly Candidate[],
	past: readonly DomainUsage[],
	isTaken: boolean,
) => {
	const rowKeys = new Map(past.map(({domain, rowKey}) => [domain.incarnation, rowKey]));
	const rowKeyOf = (incarnation: string): string | undefined => rowKeys.get(incarnation);
	const wasShown = (incarnation: string): boolean => past.length > 1 && rowKeyOf(incarnation) !== undefined;
	return withRowKeys(key, distinct(candidates, wasShown), rowKeyOf, isTaken);
};

/** @param rivals as of a `ShownDomain`. @param isShared other candidates of the same host and uuid have a row too. */
const placed = (
	{domain, reading}: Candidate,
	rowKey: string,
	rivals: readonly Candidate[],
	isShared: boolean,
): ShownDomain => ({
	domain,
	rivals,
	place: {
		host: reading.sample?.host.id ?? '',
		uri: reading.uri,
		driver: reading.driver,
		rowKey,
		isUnproven: rivals.length > 0 || undefined,
		mark: domain.process && isShared ? markOf(domain.process) : undefined,
	},
});

/** A candidate that is alone with its host and uuid, as nearly all are. Gives what `shownOf` would, but faster. */
const shownAlone = (key: string, only: Candidate, past: readonly DomainUsage[]): ShownDomain => {
	const {domain, reading} = only;
	const isSame = (before: Domain): boolean =>
		before.incarnation === domain.incarnation && (!isListed(only) || before.key === domain.key);
	const rowKey =
		past.findLast((one) => isSame(one.domain))?.rowKey ??
		(isListed(only) ? sharedKey(reading.sample?.host.id, {key: domain.key}) : key);
	return placed(only, rowKey, [], false);
};

/** Seconds for which a process still counts after its domain is off. */
const endingSeconds = 10;

/** Whether a listed domain runs, or ran a moment ago. */
const ranJustNow = ({domain, offSince}: DomainUsage, now: number): boolean =>
	domain.process === undefined &&
	(domain.state !== 'shutoff' || (offSince !== undefined && now - offSince < endingSeconds));

/** Rows of one host and uuid: first the listed domains, by key, then the processes that are none of the listed domains. */
const shownOf = (
	key: string,
	candidates: readonly Candidate[],
	past: readonly DomainUsage[],
	now: number,
): readonly ShownDomain[] => {
	const listed = candidates.filter(isListed);
	const processes = candidates.filter((one) => !isListed(one));
	const proven = new Set<Candidate>();
	const shownListed = [...grouped(listed, ({domain}) => domain.key)].flatMap(([domainKey, ones]) => {
		const before = past.filter(({domain}) => domain.key === domainKey);
		const ran = before.some((one) => ranJustNow(one, now));
		const own = processes.filter((one) => ones.some((other) => isOneDomain(other, one, ran)));
		for (const one of own) {
			proven.add(one);
		}

		const host = ones[0]?.reading.sample?.host.id;
		return chosenOf(sharedKey(host, {key: domainKey}), [...ones, ...own], before, false);
	});
	const others = processes.filter((one) => !proven.has(one)).toSorted(trustedFirst);
	const shownOthers = chosenOf(key, others, past, listed.length > 0);
	const isShared = shownListed.length + shownOthers.length > 1;
	return [
		...shownListed.map((one) => placed(one, one.rowKey, [], isShared)),
		...shownOthers.map((one) => placed(one, one.rowKey, listed, isShared)),
	];
};

const markOf = ({pid}: NonNullable<Domain['process']>): string => `(${pid ?? '?'})`;

/** Marks each process that has the name of another row of its host. */
const withMarks = (all: readonly ShownDomain[]): readonly ShownDomain[] => {
	if (all.every(({domain}) => domain.process === undefined)) {
		return all;
	}

	const names = all.map(({domain, place}) => `${place.host}/${domain.name}`);
	const counts = new Map<string | undefined, number>();
	for (const name of names) {
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}

	return all.map((one, index) => {
		const {process} = one.domain;
		return process === undefined || one.place.mark !== undefined || counts.get(names[index]) === 1
			? one
			: {...one, place: {...one.place, mark: markOf(process)}};
	});
};

/**
Domains that have a row. A domain that several connections see has one row. The row is read from the first driver, and there
from the first connection that is not lost, or from the connection that knows more.

A process that says it is a domain which libvirt or another driver lists has a row of its own, unless `isOneDomain`. Two guests
may have the same key, as two guests without a uuid that have one name. Where one driver sees two incarnations at once, each has
a row, and the later row's key ends with its incarnation. A row that was shown keeps its key. But an unproven process never has
the row key of a listed domain.

@param readings in the order of precedence.
@param now monotonic seconds.
*/
export const shownDomains = (
	previous: readonly DomainUsage[],
	readings: readonly Reading[],
	now: number,
): readonly ShownDomain[] => {
	const before = grouped(previous, ({host, domain}) => sharedKey(host, domain));
	return withMarks(
		[...candidatesOf(readings)].flatMap(([key, candidates]) => {
			const [only, ...others] = candidates;
			const past = before.get(key) ?? [];
			return only && others.length === 0 ? shownAlone(key, only, past) : shownOf(key, candidates, past, now);
		}),
	);
};

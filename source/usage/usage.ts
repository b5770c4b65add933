import type {Reading} from '../driver/reading.ts';
import {rate} from '../model/rate.ts';
import type {Domain, Host, Origins, Problem, ProblemReport} from '../model/sample.ts';
import {cleanText, textLimits} from '../text/clean-text.ts';
import {type DomainUsage, domainUsage} from './domain-usage.ts';
import type {SectorChoice} from './sector-size.ts';
import {shownAsBefore} from './shown-as-before.ts';
import {type ShownDomain, sharedKey, shownDomains} from './shown-domains.ts';
import {unprovenReports} from './unproven-reports.ts';

/** A connection as people and JSON see it. */
export type ConnectionUsage = Pick<Reading, 'uri' | 'driver' | 'status' | 'simulated'> & {
	/** Id of the host that the connection reads. Undefined: there was no sample yet. */
	readonly host: string | undefined;
	/** As in `Sample`. */
	readonly unanswered?: string | undefined;
	readonly origins: Origins;
};

export type HostUsage = {
	readonly host: Host;
	/** Canonical URI of the connection that the host was read through. Another connection may count otherwise. */
	readonly uri: string;
	/** Percent of one CPU: 8 busy processors are 800. */
	readonly cpuPercent: number | undefined;
	/** Seconds between the two readings that the percentage is from. */
	readonly interval: number | undefined;
};

/** What every page, batch format and one-shot shows: two Samples of each connection, and what lies between them. */
export type Usage = {
	/** Wall clock of the refresh, milliseconds since 1970. */
	readonly time: number;
	/** The same moment, monotonic seconds. */
	readonly at: number;
	/** Seconds since the refresh before. Undefined: this is the first refresh. */
	readonly interval: number | undefined;
	readonly connections: readonly ConnectionUsage[];
	readonly hosts: readonly HostUsage[];
	readonly domains: readonly DomainUsage[];
	/** Oldest first. */
	readonly problems: readonly Problem[];
};

export type Moment = {readonly monotonic: number; readonly wall: number; readonly sectors: SectorChoice};

/**
Readings of lost connections last. A lost connection repeats its last sample, so another connection's sample of the same host is
newer.
*/
const byWorth = (readings: readonly Reading[]): readonly Reading[] => [
	...readings.filter(({status}) => status.state !== 'lost'),
	...readings.filter(({status}) => status.state === 'lost'),
];

const hostUsage = (previous: HostUsage | undefined, host: Host, uri: string): HostUsage => {
	if (previous && previous.host.at === host.at) {
		return previous;
	}

	const seconds = previous && host.at - previous.host.at;
	const perSecond = rate(previous?.host.cpuSeconds, host.cpuSeconds, seconds);
	return {host, uri, cpuPercent: perSecond === undefined ? undefined : perSecond * 100, interval: seconds};
};

const usedHosts = (previous: Usage | undefined, readings: readonly Reading[]): HostUsage[] => {
	const hosts = new Map<string, HostUsage>();
	for (const {sample, uri} of readings) {
		if (sample && !hosts.has(sample.host.id)) {
			const before = previous?.hosts.find((usage) => usage.host.id === sample.host.id && usage.uri === uri);
			hosts.set(sample.host.id, hostUsage(before, sample.host, uri));
		}
	}

	return [...hosts.values()];
};

/** Cuts a report about several domains down to the domains that are shown from its connection. Undefined: none is shown. */
const ofShownDomains = (
	{domains, ...report}: ProblemReport,
	nameOf: (key: string) => string | undefined,
): Omit<ProblemReport, 'domains'> | undefined => {
	if (!domains) {
		return report;
	}

	const names = domains.flatMap((key) => nameOf(key) ?? []);
	const shown = names.length === 1 ? names[0] : `${names.length} domains`;
	return shown === undefined || names.length === 0
		? undefined
		: {...report, message: report.message.replace('{domains}', () => shown)};
};

/** Highest number of problems listed of one connection. All others are one line. */
export const problemLimit = 1024;

const moreReport = (count: number): ProblemReport => ({
	kind: 'more',
	message: `${count} more ${count === 1 ? 'problem' : 'problems'} of this connection ${count === 1 ? 'is' : 'are'} not listed.`,
	advice: 'Mend the listed problems: the others are listed then.',
});

/** Identity of a problem from one refresh to the next, whatever its words are. */
const identityOf = ({uri, kind, domain}: Pick<Problem, 'uri' | 'kind' | 'domain'>): string =>
	JSON.stringify([uri, kind, domain]);

/** Milliseconds. A wall clock that is this far from the time by the monotonic clock was stepped. */
const leastStep = 2000;

/** When a problem began, or begins now. */
const beginningOf = (
	before: Problem | undefined,
	{monotonic, wall}: Pick<Moment, 'monotonic' | 'wall'>,
): Pick<Problem, 'since' | 'sinceAt'> => {
	const sinceAt = before?.sinceAt ?? monotonic;
	const byNow = wall - (monotonic - sinceAt) * 1000;
	const since = before && Math.abs(byNow - before.since) < leastStep ? before.since : byNow;
	return {since, sinceAt};
};

/** The shown domains by their key, of each connection. */
const rowsByConnection = (
	shown: readonly ShownDomain[],
): ReadonlyMap<string, ReadonlyMap<string, Domain>> => {
	const rows = new Map<string, Map<string, Domain>>();
	for (const {place, domain} of shown) {
		const own = rows.get(place.uri) ?? new Map<string, Domain>();
		rows.set(place.uri, own.set(domain.key, domain));
	}

	return rows;
};

const problemsOf = (
	previous: Usage | undefined,
	readings: readonly Reading[],
	shown: readonly ShownDomain[],
	moment: Pick<Moment, 'monotonic' | 'wall'>,
): Problem[] => {
	const problems: Problem[] = [];
	const unproven = unprovenReports(shown);
	if (
		unproven.size === 0 &&
		readings.every((one) => one.problems.length + (one.sample?.problems.length ?? 0) === 0)
	) {
		return problems;
	}

	let keys: ReadonlySet<string> | undefined;
	const rows = rowsByConnection(shown);
	const before = new Map(previous?.problems.map((problem) => [identityOf(problem), problem]));
	for (const {uri, sample, problems: ofConnection} of readings) {
		const own = rows.get(uri);
		const nameOf = (key: string): string | undefined => own?.get(key)?.name;
		let seen: ReadonlySet<string> | undefined;
		/** Whether a better connection shows this domain. */
		const isShownElsewhere = (key: string): boolean => {
			seen ??= new Set(sample?.domains.map((domain) => domain.key));
			keys ??= new Set(shown.map(({place, domain}) => sharedKey(place.host, domain)));
			return seen.has(key) || keys.has(sharedKey(sample?.host.id, {key}));
		};
		const all = [...ofConnection, ...(unproven.get(uri) ?? []), ...(sample?.problems ?? [])];
		const first = all.slice(0, problemLimit);
		const left = all.length - first.length;
		for (const given of [...first, ...(left > 0 ? [moreReport(left)] : [])]) {
			const report = ofShownDomains(given, nameOf);
			if (!report) {
				continue;
			}

			const domain = report.domain === undefined ? undefined : own?.get(report.domain);
			if (!domain && report.domain !== undefined && isShownElsewhere(report.domain)) {
				// Another connection shows the domain, so what this connection cannot read of it is no problem.
				continue;
			}

			problems.push({
				...report,
				message: cleanText(report.message, textLimits.report),
				advice: cleanText(report.advice, textLimits.report),
				uri,
				...beginningOf(before.get(identityOf({...report, uri})), moment),
				...(domain ? {name: domain.name} : {}),
			});
		}
	}

	return problems.sort((one, other) => one.sinceAt - other.sinceAt);
};

/**
Puts the readings of all connections together. A domain that several connections see on one host is shown once, as
`shownDomains` has it.

@param readings in the order of precedence.
*/
export const usageOf = (previous: Usage | undefined, readings: readonly Reading[], moment: Moment): Usage => {
	const again = previous && shownAsBefore(previous.domains, readings);
	const shown = again ?? shownDomains(previous?.domains ?? [], readings, moment.monotonic);
	const past = again ? undefined : new Map(previous?.domains.map((usage) => [usage.rowKey, usage]));
	return {
		time: moment.wall,
		at: moment.monotonic,
		interval: previous && moment.monotonic - previous.at,
		connections: readings.map(({uri, driver, status, simulated, sample}) => ({
			uri,
			driver,
			status,
			simulated,
			host: sample?.host.id,
			...(sample?.unanswered === undefined
				? {}
				: {unanswered: cleanText(sample.unanswered, textLimits.report)}),
			origins: sample?.origins ?? {},
		})),
		hosts: usedHosts(previous, byWorth(readings)),
		domains: shown.map(({domain, place}, index) =>
			domainUsage(
				past ? past.get(place.rowKey) : previous?.domains[index],
				domain,
				place,
				moment.monotonic,
				moment.sectors,
			),
		),
		problems: problemsOf(previous, readings, shown, moment),
	};
};

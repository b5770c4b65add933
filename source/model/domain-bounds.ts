import {deviceCount} from './device-count.ts';
import {restated} from './restated.ts';
import type {Domain, ProblemReport, Sample} from './sample.ts';

/** Highest number of devices taken of one domain. More devices are reported as one problem, and cost no work. */
export const deviceLimits = {disks: 1024, nics: 1024, vcpus: 4096} as const;

/** Highest number of domains taken of one connection: REMOTE_DOMAIN_LIST_MAX of libvirt. */
export const domainLimit = 16_384;

type Devices = keyof typeof deviceLimits;

const kinds = Object.keys(deviceLimits) as readonly Devices[];
const nouns: Readonly<Record<Devices, string>> = {disks: 'disks', nics: 'NICs', vcpus: 'vCPUs'};

/**
The field `excess` of a domain: the number of devices of each kind that has more than are taken.
@param counts how many devices of each kind the domain was said to have.
*/
export const excessOf = (
	counts: Readonly<Partial<Record<Devices, number | undefined>>>,
): Pick<Domain, 'excess'> => {
	const over = kinds.filter((kind) => (counts[kind] ?? 0) > deviceLimits[kind]);
	return over.length === 0 ? {} : {excess: Object.fromEntries(over.map((kind) => [kind, counts[kind]]))};
};

const isOver = (domain: Domain): boolean =>
	domain.excess !== undefined || kinds.some((kind) => deviceCount(domain, kind) > deviceLimits[kind]);

const boundedDomain = (domain: Domain): Domain => {
	const counts = Object.fromEntries(
		kinds.map((kind) => [kind, domain.excess?.[kind] ?? deviceCount(domain, kind)]),
	);
	return restated(domain, {
		...excessOf(counts),
		disks: domain.disks?.slice(0, deviceLimits.disks),
		nics: domain.nics?.slice(0, deviceLimits.nics),
		vcpus: domain.vcpus?.slice(0, deviceLimits.vcpus),
	});
};

const advice = 'Find out what answers there: no real host has this many.';

const reportsOf = ({key, name, excess = {}}: Domain): readonly ProblemReport[] =>
	kinds.flatMap((kind) =>
		excess[kind] === undefined
			? []
			: {
					kind: `excess-${kind}`,
					domain: key,
					message: `${name} reports ${excess[kind]} ${nouns[kind]}: the first ${deviceLimits[kind]} are shown.`,
					advice,
				},
	);

/** A sample cut to what is taken. A problem in the sample says what was over the bounds. */
export const boundedSample = (sample: Sample): Sample => {
	const {domains} = sample;
	const isLong = domains.length > domainLimit;
	if (!isLong && !domains.some(isOver)) {
		return sample;
	}

	const bounded = domains
		.slice(0, domainLimit)
		.map((domain) => (isOver(domain) ? boundedDomain(domain) : domain));
	const tooMany: readonly ProblemReport[] = isLong
		? [
				{
					kind: 'excess-domains',
					message: `The connection reports ${domains.length} domains: the first ${domainLimit} are shown.`,
					advice,
				},
			]
		: [];
	return {
		...sample,
		domains: bounded,
		problems: [...tooMany, ...bounded.flatMap(reportsOf), ...sample.problems],
	};
};

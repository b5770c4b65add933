import {grouped} from '../model/collections.ts';
import type {ProblemReport} from '../model/sample.ts';
import type {Candidate} from './is-one-domain.ts';
import {processText} from './process-text.ts';
import {type ShownDomain, sharedKey} from './shown-domains.ts';

/** Highest number of domains with a report of their own. Further domains are only counted, so that no user can fill the list. */
const reportLimit = 16;

type Unproven = Pick<ShownDomain, 'domain' | 'rivals'>;

const kindOf = ({domain: {state, pids}}: Candidate): 'off' | 'other' | 'unseen' =>
	state === 'shutoff' ? 'off' : pids === undefined || pids.length === 0 ? 'unseen' : 'other';

const truthOf = (rival: Candidate): string => {
	const {domain, reading} = rival;
	switch (kindOf(rival)) {
		case 'off': {
			return `which ${reading.uri} says is shut off`;
		}

		case 'other': {
			return `which ${reading.uri} runs as process ${domain.pids?.at(-1)}`;
		}

		default: {
			return `and nothing shows that it is the one in ${reading.uri}`;
		}
	}
};

const adviceOf = (rival: Candidate, {domain: {process}}: Unproven): string => {
	const psCommand = process?.pid === undefined ? '' : ` (ps -fp ${process.pid})`;
	return kindOf(rival) === 'unseen'
		? `As root domtop sees more; else find out who started it${psCommand}.`
		: `Find out who started it${psCommand}: it is made to look like ${rival.domain.name}, or one image is started twice, which destroys it.`;
};

const reportOf = (rival: Candidate, first: Unproven, count: number): ProblemReport => {
	const text = processText(first.domain);
	const others = count === 1 ? ' has' : ` and ${count - 1} more have`;
	return {
		kind: `unproven-${kindOf(rival)}`,
		domain: first.domain.key,
		message: `${text[0]?.toUpperCase()}${text.slice(1)}${others} the uuid of ${rival.domain.name}, ${truthOf(rival)}: ${count === 1 ? 'both' : 'all'} are shown.`,
		advice: adviceOf(rival, first),
	};
};

/**
Reports of processes that have the uuid of a listed domain, while nothing proves that they are that domain. The key is the URI
of the connection that shows the process.
*/
export const unprovenReports = (
	shown: readonly ShownDomain[],
): ReadonlyMap<string, readonly ProblemReport[]> => {
	const unproven = shown.filter(({rivals}) => rivals.length > 0);
	const ofConnections = grouped(unproven, ({place}) => place.uri);
	return new Map(
		[...ofConnections].map(([uri, all]) => {
			const groups = [...grouped(all, ({place, domain}) => sharedKey(place.host, domain)).values()];
			const reports = groups.slice(0, reportLimit).flatMap((group): readonly ProblemReport[] => {
				const [first] = group;
				const rival = first?.rivals[0];
				return first && rival ? [reportOf(rival, first, group.length)] : [];
			});
			const left = groups.length - reportLimit;
			return [
				uri,
				left <= 0
					? reports
					: [
							...reports,
							{
								kind: 'unproven-more',
								message: `Processes have the uuids of ${left} more domains too.`,
								advice: 'Their rows have the number of the process behind the name.',
							},
						],
			];
		}),
	);
};

import type {ProblemReport} from '../../source/model/sample.ts';
import type {KeyedStatus} from './domain-status.ts';

const things = ['disks', 'NICs', 'balloon'] as const;

const listed = (names: readonly string[]): string =>
	names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** One report, the gist first, of all that this program may not read, and what to run. Undefined: nothing is hidden. */
export const hiddenReport = (views: readonly KeyedStatus[]): ProblemReport | undefined => {
	const concerned = views.filter(({hidden}) => hidden.length > 0);
	const what = things.filter((thing) => concerned.some(({hidden}) => hidden.includes(thing)));
	return concerned.length === 0
		? undefined
		: {
				kind: 'hidden',
				domains: concerned.map(({key}) => key),
				message: `{domains}: ${listed(what)} hidden, permission denied.`,
				advice: 'Run domtop as root to see them.',
			};
};

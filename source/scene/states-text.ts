import type {DomainState} from '../model/sample.ts';
import type {Totals} from '../usage/totals.ts';

/** Words of the header, each with the states that it counts together; the most wanted first. */
const groups: readonly (readonly [string, readonly DomainState[]])[] = [
	['running', ['running', 'idle']],
	['crashed', ['crashed']],
	['paused', ['paused', 'suspended']],
	['off', ['shutoff']],
	['stopping', ['shutdown', 'dying']],
	['unknown', ['unknown']],
];

/** Domains that stand still on an error, whatever their state. */
const faults = ['in error', undefined] as const;

/** `25 domains: 17 running, 1 crashed, 1 silent`: as many states as fit, the rest together. */
export const statesText = ({states, faulty, old}: Totals, width: number): string => {
	const [running, ...others] = groups;
	const counts = [running, faults, ...others]
		.filter((group) => group !== undefined)
		.map(([word, own]) => ({
			word,
			count: own === undefined ? faulty : own.reduce((sum, state) => sum + (states[state] ?? 0), 0),
		}))
		.filter(({count}) => count > 0);
	const all = counts.reduce((sum, {count}) => sum + count, 0);
	const noun = all === 1 ? 'domain' : 'domains';
	const notAnswering = old === 0 ? '' : `; ${old} not answering`;
	const text = (shown: number): string => {
		const rest = counts.slice(shown).reduce((sum, {count}) => sum + count, 0);
		const texts = counts.slice(0, shown).map(({word, count}) => `${count} ${word}`);
		const list = [...texts, ...(rest > 0 ? [`${rest} other`] : [])].join(', ');
		return `${all} ${noun}${list === '' ? '' : `: ${list}`}${notAnswering}`;
	};

	for (let shown = counts.length; shown > 0; shown--) {
		if (text(shown).length <= width) {
			return text(shown);
		}
	}

	const short = `${all} ${noun}${notAnswering}`;
	return short.length <= width ? short : `${all} ${noun}`;
};

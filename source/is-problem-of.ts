import type {Problem} from './sample.ts';
import type {DomainUsage} from './usage/domain-usage.ts';

/** Is it the trouble of this very row? Another connection's of the same domain is not. */
export const isProblemOf = (problem: Problem, {uri, domain}: Pick<DomainUsage, 'uri' | 'domain'>): boolean =>
	problem.uri === uri && problem.domain === domain.key;

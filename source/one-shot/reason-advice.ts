import type {Problem} from '../model/sample.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {isProblemOf} from '../usage/problem-text.ts';

/** What to do about an unknown part of a domain: the advice of the domain's own problem, else of its connection's problem. */
export const reasonAdvice = (
	problems: readonly Problem[],
	usage: Pick<DomainUsage, 'uri' | 'domain'>,
	reason: string | undefined,
): string => {
	const near = problems.filter(({uri}) => uri === usage.uri);
	const found =
		near.find((problem) => isProblemOf(problem, usage)) ??
		near.find(
			(problem) =>
				problem.domain === undefined && reason !== undefined && problem.message.includes(`${reason}.`),
		);
	return found?.advice ?? 'Run domtop -b -n 1 to see all that could not be read.';
};

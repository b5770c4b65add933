import type {Usage} from './usage.ts';
import type {PeriodSubject} from './view/prompt.ts';

/** A refresh as if it had read this period of one domain, until the next one does. */
export const withPeriod = (
	usage: Usage,
	{rowKey, incarnation}: Pick<PeriodSubject, 'rowKey' | 'incarnation'>,
	period: number,
): Usage => ({
	...usage,
	domains: usage.domains.map((row) =>
		row.rowKey === rowKey && row.domain.incarnation === incarnation
			? {...row, domain: {...row.domain, memory: {...row.domain.memory, period}}}
			: row,
	),
});

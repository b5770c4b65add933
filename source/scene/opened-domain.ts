import type {DomainUsage} from '../usage/domain-usage.ts';
import type {Usage} from '../usage/usage.ts';
import type {Opened} from '../view/view.ts';

/** The domain of an open page. Undefined: the domain is gone. */
export const openedDomain = (
	usage: Usage | undefined,
	{rowKey}: Pick<Opened, 'rowKey'>,
): DomainUsage | undefined => usage?.domains.find((one) => one.rowKey === rowKey);

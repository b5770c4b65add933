import {formatAge} from '../format.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {withoutDot} from '../without-dot.ts';

/** What holds a domain and for how long: `busy for 42s: a backup`; absent: nothing. */
export const busyText = ({busy}: Pick<DomainUsage, 'busy'>): string | undefined =>
	busy && `busy for ${formatAge(busy.seconds)}: ${withoutDot(busy.reason)}`;

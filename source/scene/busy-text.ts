import {formatAge} from '../text/format.ts';
import {withoutDot} from '../text/without-dot.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';

/** Why a domain is busy and for how long: `busy for 42s: a backup`. Undefined: it is not busy. */
export const busyText = ({busy}: Pick<DomainUsage, 'busy'>): string | undefined =>
	busy && `busy for ${formatAge(busy.seconds)}: ${withoutDot(busy.reason)}`;

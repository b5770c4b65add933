import {withoutDot} from '../text/without-dot.ts';
import type {DiskUsage} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';

/** A sentence for output without a screen: which disks' bytes may be wrong, and why. Undefined: no disk's. */
export const doubtNote = (
	domains: readonly (Pick<DomainUsage, 'domain'> & {readonly disks?: readonly DiskUsage[] | undefined})[],
): string | undefined => {
	const found = domains.flatMap(({domain, disks}) =>
		(disks ?? []).flatMap(({disk: {name, doubt}}) =>
			doubt === undefined ? [] : [{name: `${domain.name} ${name}`, doubt}],
		),
	);
	const [first, ...others] = found;
	if (!first) {
		return undefined;
	}

	const count = others.length;
	const more = count === 0 ? '' : ` and ${count} more disk${count === 1 ? '' : 's'}`;
	return `Bytes of ${first.name}${more} may be wrong: ${withoutDot(first.doubt)}.`;
};

import {withoutDot} from '../text/without-dot.ts';
import type {DiskUsage} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';

/** For whoever reads no screen: which disks' bytes may be wrong, and why; absent where none are. */
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

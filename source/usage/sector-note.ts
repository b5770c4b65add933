import type {DiskUsage} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';
import {sectorSize, sectorsDiffer} from './sector-size.ts';
import type {Usage} from './usage.ts';

/** A domain with some of its disks. */
type WithDisks = Pick<DomainUsage, 'domain'> & {readonly disks?: readonly DiskUsage[] | undefined};

/** Domains of real hosts: the sectors of a made-up disk were never counted. */
export const realDomains = ({domains, connections}: Usage): readonly DomainUsage[] => {
	const simulated = new Set(connections.filter((one) => one.simulated).map(({uri}) => uri));
	return simulated.size === 0 ? domains : domains.filter(({uri}) => !simulated.has(uri));
};

const differing = (disks: readonly DiskUsage[] | undefined): readonly DiskUsage[] =>
	disks?.filter(({disk}) => sectorsDiffer(disk)) ?? [];

/** Whether the disk's sectors count as physical sectors. Only for a disk where the choice makes a difference. */
const isPhysical = ({disk, sectorBytes}: DiskUsage): boolean => sectorBytes === sectorSize(disk, 'physical');

/** How many times the unit that Linux counts in fits into a physical sector. Of several disks: the highest. */
const factorOf = (disks: readonly DiskUsage[]): string => {
	const factors = disks.map(
		({disk}) => (sectorSize(disk, 'physical') ?? 0) / (sectorSize(disk, '512') ?? 512),
	);
	const most = Number(Math.max(...factors).toFixed(1));
	return `${new Set(factors).size > 1 ? 'up to ' : ''}${most} times`;
};

/**
What the key `x` does, in one line of the screen. Undefined: it changes nothing. The physical size is libvirt's choice. Linux
counts in 512 bytes whatever the disk, as was measured on real hosts.
*/
export const sectorHint = (domains: readonly WithDisks[]): string | undefined => {
	const disks = domains.flatMap((usage) => differing(usage.disks));
	const [first] = disks;
	if (!first) {
		return undefined;
	}

	return isPhysical(first)
		? `x takes 512-byte sectors: disks marked * show ${factorOf(disks)} too much, as in libvirt.`
		: `x takes physical sectors, as libvirt: disks marked * then show ${factorOf(disks)} as much.`;
};

/** What the option does, for output without a screen, with the name of a disk. Undefined: it changes nothing. */
export const sectorNote = (domains: readonly WithDisks[]): string | undefined => {
	const found = domains.flatMap(({domain, disks}) =>
		differing(disks).map((usage) => ({name: `${domain.name} ${usage.disk.name}`, usage})),
	);
	const [first, ...others] = found;
	if (!first) {
		return undefined;
	}

	const count = others.length;
	const more = count === 0 ? '' : ` and ${count} more disk${count === 1 ? '' : 's'}`;
	const factor = factorOf(found.map(({usage}) => usage));
	return isPhysical(first.usage)
		? `Bytes of ${first.name}${more} are ${factor} too high, as in libvirt: a sector counts as a physical sector, though Linux counts in 512 bytes. --vbd-sectors 512 counts as Linux does.`
		: `Bytes of ${first.name}${more} are of 512-byte sectors, as Linux counts; libvirt, and --vbd-sectors physical, show ${factor} as much.`;
};

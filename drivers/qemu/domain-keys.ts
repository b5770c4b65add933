import type {GuestReading} from './mapping/domain.ts';

/** Start of the process, clock ticks after boot. A domain known by its socket alone comes after all others. */
const startOf = ({id, incarnation}: GuestReading): number =>
	id === undefined ? Number.MAX_VALUE : Number(incarnation.split(':')[1]);

const olderFirst = (one: GuestReading, other: GuestReading): number =>
	startOf(one) - startOf(other) || (one.id ?? 0) - (other.id ?? 0);

/**
The key of each domain: its uuid, else its name, which a restart keeps. Two domains may have the same key (a copied
command line, both ends of a migration on one host). Then the older keeps it, and the younger adds its pid. But a
stranger's domain never takes the key that another domain needs.
*/
export const domainKeys = (
	readings: readonly GuestReading[],
	isTrusted: (reading: GuestReading) => boolean,
): ReadonlyMap<GuestReading, string> => {
	const keys = new Map<GuestReading, string>();
	const taken = new Set<string>();
	const inOrder = readings.toSorted(
		(one, other) => Number(isTrusted(other)) - Number(isTrusted(one)) || olderFirst(one, other),
	);
	for (const reading of inOrder) {
		const own = reading.uuid ?? `name:${reading.name}`;
		let key = taken.has(own) ? `${own}#${reading.id ?? reading.incarnation}` : own;
		// A person may choose a name that looks like a key with a pid.
		while (taken.has(key)) {
			key += '#';
		}

		keys.set(reading, key);
		taken.add(key);
	}

	return keys;
};

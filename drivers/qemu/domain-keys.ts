import type {GuestReading} from './mapping/domain.ts';

/** Clock ticks after boot; of one that is known by its socket alone: after all others. */
const startOf = ({id, incarnation}: GuestReading): number =>
	id === undefined ? Number.MAX_VALUE : Number(incarnation.split(':')[1]);

const olderFirst = (one: GuestReading, other: GuestReading): number =>
	startOf(one) - startOf(other) || (one.id ?? 0) - (other.id ?? 0);

/**
The key of each guest: its uuid, else its name, which a restart keeps. Of two with the same (a copied command line, both
ends of a migration on one host) the older has it and the younger adds its pid; but a stranger's never has what another
needs.
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
		// A name may be made to look like such a key.
		while (taken.has(key)) {
			key += '#';
		}

		keys.set(reading, key);
		taken.add(key);
	}

	return keys;
};

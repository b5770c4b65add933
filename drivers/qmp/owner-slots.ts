import {createSlots, type Slots} from './slots.ts';

/**
Slots of each owner's own: however many of one user's peers are slow, they take no room from another's.
@param owner a user id; absent: not known, which is one owner more.
*/
export type OwnerSlots = (owner: number | undefined) => Slots;

/** Owners whose slots are remembered; those in use are never forgotten. */
const ownerLimit = 4096;

/** @param limit how many an owner has at once. */
export const createOwnerSlots = (limit: (owner: number | undefined) => number): OwnerSlots => {
	const all = new Map<number | undefined, Slots>();

	const forgetFree = () => {
		for (const [owner, {isFree}] of all) {
			if (isFree()) {
				all.delete(owner);
			}
		}
	};

	return (owner) => {
		const known = all.get(owner);
		if (known) {
			return known;
		}

		if (all.size >= ownerLimit) {
			forgetFree();
		}

		const slots = createSlots(limit(owner));
		all.set(owner, slots);
		return slots;
	};
};

import {createLimit, type Limit} from '../../source/async/limit.ts';

/**
A limit of each owner's own: however many of one user's peers are slow, they take no room from another's.
@param owner a user id; undefined: not known, which is one owner more.
*/
export type OwnerLimits = (owner: number | undefined) => Limit;

/** Owners whose limits are remembered; those in use are never forgotten. */
const ownerLimit = 4096;

/** @param countOf how many jobs an owner may have under way at once. */
export const createOwnerLimits = (countOf: (owner: number | undefined) => number): OwnerLimits => {
	const all = new Map<number | undefined, Limit>();

	const forgetIdle = () => {
		for (const [owner, limit] of all) {
			if (limit.running() === 0) {
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
			forgetIdle();
		}

		const limit = createLimit(countOf(owner));
		all.set(owner, limit);
		return limit;
	};
};

import {createLimit, type Limit} from '../../source/async/limit.ts';

/**
Gives each owner a limit of its own: however many peers of one user are slow, they take no room from other users' peers.
@param owner a user id; undefined: not known, which counts as one more owner.
*/
export type OwnerLimits = (owner: number | undefined) => Limit;

/** Most owners whose limits are remembered; a limit in use is never forgotten. */
const ownerLimit = 4096;

/** @param countOf how many jobs of an owner may run at once. */
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

import type {ShownNumber} from './screen-cells.ts';

/** One number of domtop beside what the guest counted. */
export type Difference = {
	readonly what: string;
	readonly guest: number;
	readonly shown: number;
	/** The most by which the two may differ. */
	readonly allowed: number;
};

/** A number that must be the guest's within this share of it. */
export const withinShare = (what: string, guest: number, shown: number, share = 0.02): Difference => ({
	what,
	guest,
	shown,
	allowed: guest * share,
});

/** The same of a number on the screen, which is rounded. */
export const asShown = (
	difference: Omit<Difference, 'shown'>,
	{value, rounding}: ShownNumber,
): Difference => ({
	...difference,
	shown: value,
	allowed: difference.allowed + rounding,
});

/** An unknown number is too far from any. */
export const isTooLarge = ({guest, shown, allowed}: Difference): boolean =>
	!(Math.abs(shown - guest) <= allowed);

/** A line for people: what domtop showed, what the guest counted, and by how much the two differ. */
export const differenceText = ({what, guest, shown, allowed}: Difference): string => {
	const text = (value: number) => Number(value.toPrecision(5));
	const apart = guest === 0 ? '' : ` (${((shown / guest - 1) * 100).toFixed(2)} %)`;
	return `${what}: ${text(shown)}, guest ${text(guest)}, differ ${text(shown - guest)}${apart}, allowed ${text(allowed)}`;
};

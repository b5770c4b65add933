/** A number among the numbers of a domain. Undefined: unknown, which stands there as NaN. */
export const known = (number: number | undefined): number | undefined =>
	number === undefined || Number.isNaN(number) ? undefined : number;

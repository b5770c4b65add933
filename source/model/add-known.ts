/** Sum of two values as far as they are known. Undefined: both are unknown. */
export const addKnown = (one: number | undefined, other: number | undefined): number | undefined =>
	one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);

/** virDomainJobOperation, in words. */
const operations: ReadonlyMap<unknown, string> = new Map([
	[1, 'start'],
	[2, 'save'],
	[3, 'restore'],
	[4, 'incoming migration'],
	[5, 'outgoing migration'],
	[6, 'snapshot'],
	[7, 'snapshot revert'],
	[8, 'dump'],
	[9, 'backup'],
	[10, 'snapshot deletion'],
]);

/** virDomainJobType of the jobs that are under way, with an end in sight or without. */
const underWay: ReadonlySet<number> = new Set([1, 2]);

/** What a job does, in words. @param operation as it came. Undefined: no job is under way, or it does not say what it does. */
export const jobOperation = (type: number, operation: unknown): string | undefined =>
	underWay.has(type) ? operations.get(operation) : undefined;

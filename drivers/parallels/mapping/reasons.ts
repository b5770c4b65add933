/** Why something of a machine is unknown, as fragments: each stands after a colon, or alone in a column. */
export const reasons = {
	off: 'the machine is not running',
	paused: 'prlctl tells nothing of a paused machine',
	notYet: 'not read yet',
	noCounters: 'prlctl has no counters of it',
	notTold: 'prlctl does not tell them',
	neverCounted: 'nothing was counted yet, or nobody counts',
	sharedTime: 'prlctl divides the time of a container evenly',
	noBalloon: 'not told by prlctl',
	noPeriod: 'not possible over prlctl',
	untimed: 'prlctl does not time requests',
} as const;

/** Why something of a machine is unknown, as fragments: each stands after a colon, or alone in a column. */
export const reasons = {
	off: 'the machine is not running',
	paused: 'prlctl reports nothing of a paused machine',
	notYet: 'not read yet',
	noCounters: 'prlctl has no counters of it',
	notReported: 'prlctl does not report them',
	neverCounted: 'not counted yet, or not at all',
	sharedTime: 'prlctl divides the time of a container evenly',
	noBalloon: 'not reported by prlctl',
	noPeriod: 'not possible over prlctl',
	untimed: 'prlctl does not time requests',
} as const;

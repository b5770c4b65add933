/** Requests of the tests to dom0's agent, one object a line. */
export type Request =
	/** Ends all that runs; the answer is the same object. Messages before that answer are for an earlier client. */
	| {readonly hello: string}
	/** A line for dom0's shell. */
	| {readonly id: number; readonly start: string}
	| {readonly id: number; readonly input: string}
	| {readonly id: number; readonly signal: string};

/** Answers of the agent, one object a line. */
export type Answer =
	| {readonly hello: string}
	/** `at`: dom0's wall clock, milliseconds. */
	| {readonly id: number; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly at: number}
	| {readonly id: number; readonly code: number | null; readonly signal: string | null};

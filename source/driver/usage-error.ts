/** The person asked for something impossible: one line with advice, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

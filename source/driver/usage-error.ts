/** The person asked for something that cannot be: one line with advice, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** What failed and what to do about it, one sentence each; thrown deep, printed once. */
export class DriverError extends Error {
	override readonly name = 'DriverError';
	readonly advice: string;

	constructor(message: string, advice: string, options?: ErrorOptions) {
		super(message, options);
		this.advice = advice;
	}
}

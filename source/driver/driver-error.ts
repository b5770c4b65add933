/** A connection was used after it was closed. */
export const closedError = (): DriverError =>
	new DriverError('This connection was closed.', 'Connect again.');

/** Why a domain's period cannot be set under `--read-only`: a fragment for `Memory.periodRefusal`. */
export const readOnlyRefusal = 'read-only';

/** A change was asked for under `--read-only`. */
export const readOnlyError = (): DriverError =>
	new DriverError('Nothing may be changed under --read-only.', 'Start domtop without it to set a period.');

/** The incarnation that a person chose is gone. @param name of the domain */
export const goneError = (name: string): DriverError =>
	new DriverError(
		`${name} is not running any more as it was when it was chosen.`,
		'Choose it again in the present list.',
	);

/** What failed and what to do about it, one sentence each; thrown deep, printed once. */
export class DriverError extends Error {
	override readonly name = 'DriverError';
	readonly advice: string;

	constructor(message: string, advice: string, options?: ErrorOptions) {
		super(message, options);
		this.advice = advice;
	}
}

/** Somebody asked a connection that was closed. */
export const closedError = (): DriverError =>
	new DriverError('This connection was closed.', 'Connect again.');

/** Why a domain's period cannot be set under `--read-only`, a fragment: `Memory.periodRefusal`. */
export const readOnlyRefusal = 'read-only';

/** Somebody asked for a change under `--read-only`. */
export const readOnlyError = (): DriverError =>
	new DriverError('Nothing may be changed under --read-only.', 'Start domtop without it to set a period.');

/** The incarnation that a person chose is there no more. @param name of the domain */
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

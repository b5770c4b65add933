import {DriverError} from './driver-error.ts';

/** Somebody asked a connection that was closed. */
export const closedError = (): DriverError =>
	new DriverError('This connection was closed.', 'Connect again.');

/** Somebody asked for a change under `--read-only`. */
export const readOnlyError = (): DriverError =>
	new DriverError('Nothing may be changed under --read-only.', 'Start domtop without it.');

/** The incarnation that a person chose is there no more. @param name of the domain */
export const goneError = (name: string): DriverError =>
	new DriverError(
		`${name} is not running any more as it was when it was chosen.`,
		'Choose it again in the present list.',
	);

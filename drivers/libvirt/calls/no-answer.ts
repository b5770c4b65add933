import {DriverError} from '../../../source/driver/driver-error.ts';

/** The way to libvirt stands, and no answer came over it within so many seconds. */
export const noAnswer = (seconds: number): DriverError =>
	new DriverError(
		`libvirt did not answer within ${seconds} s.`,
		'See whether its daemon (libvirtd, virtqemud, …) is stopped or overloaded.',
	);

import {DriverError} from '../../../source/driver/driver-error.ts';

/** The error where the connection to libvirt stands, and no answer came over it within `seconds`. */
export const noAnswer = (seconds: number): DriverError =>
	new DriverError(
		`libvirt did not answer within ${seconds} s.`,
		'See whether its daemon (libvirtd, virtqemud, …) is stopped or overloaded.',
	);

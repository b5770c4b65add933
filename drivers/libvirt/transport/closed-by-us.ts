import {DriverError} from '../../../source/driver-error.ts';

/** Why a link ended that domtop closed itself. */
export const closedByUs = (): DriverError =>
	new DriverError('The connection to libvirt was closed by domtop.', 'Start domtop again to connect again.');

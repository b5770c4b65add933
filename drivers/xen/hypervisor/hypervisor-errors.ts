import {DriverError} from '../../../source/driver/driver-error.ts';
import type {ChildFault} from './child-fault.ts';

const runAsRoot = 'Run domtop as root to see states, CPU and memory of domains.';
const again = 'It is asked again by itself; if it stays so, look at xl dmesg.';

export const deniedError = (path: string): DriverError =>
	new DriverError(`Cannot ask the hypervisor: permission denied on ${path}.`, runAsRoot);

export const noPrivcmdError = (path: string): DriverError =>
	new DriverError(
		`Cannot ask the hypervisor: there is no ${path}.`,
		'Run domtop in Domain-0, with the kernel module xen-privcmd loaded.',
	);

/** @param text the binding's or the hypervisor's. */
export const refusedError = (text: string): DriverError =>
	new DriverError(
		`The hypervisor cannot be asked: ${text.replace(/\.$/, '') || 'no reason was given'}.`,
		again,
	);

/** @param why the Python binding cannot be used. */
export const noCommandError = (why: string): DriverError =>
	new DriverError(
		`Cannot ask the hypervisor: Python's xen.lowlevel.xc cannot be used (${why}), and there is no xl.`,
		"Install Xen's tools: xen-utils of Debian, xen-runtime of Fedora.",
	);

/** @param command that failed, as a person would type it. */
export const childError = (command: string, fault: ChildFault): DriverError =>
	/permission denied/i.test(fault.message)
		? deniedError('/dev/xen/privcmd')
		: new DriverError(`Asking the hypervisor through ${command} failed: ${fault.message}.`, again, {
				cause: fault,
			});

import type {Readable} from '../linux/read-file.ts';
import {parseCommandLine} from './command-line.ts';
import type {Configuration} from './configuration.ts';

/**
Names of QEMU in Debian, Fedora, RHEL and Proxmox, and of the hidden originals of wrappers
(`.qemu-system-x86_64-wrapped`).
*/
const emulatorName = /^(?:\.?qemu-system-[\w.+-]+|qemu-kvm|kvm)$/;

/** Whether the whole last part of a path, never a piece of that part, is a name of QEMU. */
export const isEmulatorPath = (path: string): boolean =>
	emulatorName.test(path.slice(path.lastIndexOf('/') + 1));

/** The kernel's name of a process, 15 bytes: the name of its executed file, or the name that -name process= set. */
const commandName = /^(?:\.?qemu|kvm)/;

const isEmulator = (executable: Readable<string>): boolean =>
	'value' in executable && isEmulatorPath(executable.value.replace(/ \(deleted\)$/, ''));

/** Options of which every domain's command line has at least one. */
const guestOptions = [
	'name',
	'machine',
	'M',
	'm',
	'accel',
	'cpu',
	'drive',
	'blockdev',
	'device',
	'kernel',
	'hda',
	'readconfig',
];

/**
Whether this process may be QEMU, so that its command line is worth reading. The executable decides. Where it was
renamed, or may not be read, the kernel's name of the process decides. A process without an executable, such as a kernel
thread, is never QEMU.
@param name of the process (/proc/<pid>/comm); called only where the executable does not decide.
*/
export const mayBeQemu = (executable: Readable<string>, name: () => string | undefined): boolean =>
	isEmulator(executable) ||
	(!('refusal' in executable && executable.refusal === 'absent') && commandName.test(name() ?? ''));

/**
Whether this process is QEMU. The executable decides, replaced (` (deleted)`) or not. Where it was renamed, or may not
be read, the name that the process was started by decides, together with a domain's options.
*/
export const isQemu = (executable: Readable<string>, argv: readonly string[]): boolean => {
	if (isEmulator(executable)) {
		return true;
	}

	if ('refusal' in executable && executable.refusal === 'absent') {
		return false;
	}

	const commandLine = parseCommandLine(argv);
	return isEmulatorPath(argv[0] ?? '') && guestOptions.some((option) => commandLine.has(option));
};

/**
Whether QEMU runs a virtual machine of its own. A device model of a Xen domain does not count, because Xen shows that
domain. A machine without anything does not count either: libvirt starts it for a moment to ask what this QEMU can do.
*/
export const isVirtualMachine = ({commandLine, merged}: Configuration): boolean =>
	!commandLine.has('xen-domid') && !commandLine.has('xen-attach') && merged('machine').get('type') !== 'none';

import type {Readable} from '../linux/read-file.ts';
import {parseCommandLine} from './command-line.ts';
import type {Configuration} from './configuration.ts';

/** Debian, Fedora, RHEL and Proxmox, and the hidden originals of wrappers (`.qemu-system-x86_64-wrapped`). */
const emulatorName = /^(?:\.?qemu-system-[\w.+-]+|qemu-kvm|kvm)$/;

/** By the whole last part of a path, never by a part of it. */
export const isEmulatorPath = (path: string): boolean =>
	emulatorName.test(path.slice(path.lastIndexOf('/') + 1));

/** The kernel's name of a process: that of the file it was executed from, or what -name process= set; 15 bytes. */
const commandName = /^(?:\.?qemu|kvm)/;

const isEmulator = (executable: Readable<string>): boolean =>
	'value' in executable && isEmulatorPath(executable.value.replace(/ \(deleted\)$/, ''));

/** Options of which every guest's command line has one. */
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
May this process be QEMU, so that its command line is worth reading? Its executable says so; where that was renamed, or
may not be read, the kernel's name of it does. That of a process without an executable, as a kernel thread, never is.
@param name of the process (/proc/<pid>/comm); asked only where the executable does not say.
*/
export const mayBeQemu = (executable: Readable<string>, name: () => string | undefined): boolean =>
	isEmulator(executable) ||
	(!('refusal' in executable && executable.refusal === 'absent') && commandName.test(name() ?? ''));

/**
Is this process QEMU? Its executable says so, replaced (` (deleted)`) or not. Where the executable was renamed, or may
not be read, the name it was started by together with a guest's options does.
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
Is it a virtual machine of its own? Not a device model of a Xen domain, which Xen shows, and not a machine without
anything, which libvirt starts for a moment to ask what this QEMU can do.
*/
export const isVirtualMachine = ({commandLine, merged}: Configuration): boolean =>
	!commandLine.has('xen-domid') && !commandLine.has('xen-attach') && merged('machine').get('type') !== 'none';

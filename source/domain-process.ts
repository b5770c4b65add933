/**
What speaks for a domain that was found as a process of this machine. Its name and uuid are what it was started with, and
any user may start a program with any.
*/
export type DomainProcess = {
	/** Absent: only its socket is known. */
	readonly pid?: number | undefined;
	/** Is it root's, of the user who runs domtop, or of the user whom libvirt starts QEMU as? */
	readonly isTrusted: boolean;
	/**
	Does all that the kernel shows of it say that the system's libvirt started it? `just now`: it was seen first a few seconds
	ago, and libvirt may not have told of it yet.
	*/
	readonly isOfLibvirt: boolean | 'just now';
};

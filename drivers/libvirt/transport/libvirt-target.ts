/** Where a libvirt URI leads, in its parts (libvirt's "Connection URIs", remote_driver.c and remote_sockets.c). */
export type LibvirtTarget = {
	/** The canonical URI, for people. */
	readonly uri: string;
	/** The hypervisor driver: `qemu`, `xen`, `test`, … */
	readonly driver: string;
	readonly transport: 'unix' | 'ssh';
	/** The URI that CONNECT_OPEN is given: `qemu:///system`. */
	readonly name: string;
	/** For ssh. Undefined: not given. The same holds for the user and the port. */
	readonly host?: string;
	readonly user?: string;
	readonly port?: number;
	/** Decoded: `/system`, `/session`, `/default`. */
	readonly path: string;
	readonly mode: 'auto' | 'direct' | 'legacy';
	/** `?socket=`. Undefined: not given. */
	readonly socket?: string;
	/** For ssh: `?proxy=`. Undefined: as libvirt chooses. */
	readonly proxy?: 'auto' | 'native' | 'netcat';
	/** For ssh: `?netcat=`, `?keyfile=`, `?command=`, `?no_tty=1`, `?no_verify=1`. Undefined: not given. */
	readonly netcat?: string;
	readonly keyfile?: string;
	readonly command?: string;
	readonly noTty: boolean;
	readonly noVerify: boolean;
};

/** Which of a daemon's sockets is opened, and what CONNECT_OPEN's flag says. */
export type Access = 'read-only' | 'read-write';

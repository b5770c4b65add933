/** Where a libvirt URI leads, taken apart (libvirt's "Connection URIs", remote_driver.c and remote_sockets.c). */
export type LibvirtTarget = {
	/** Canonical URI, for people. */
	readonly uri: string;
	/** The hypervisor driver: `qemu`, `xen`, `test`, … */
	readonly driver: string;
	readonly transport: 'unix' | 'ssh';
	/** What CONNECT_OPEN is told: `qemu:///system`. */
	readonly name: string;
	/** Of ssh. */
	readonly host?: string;
	readonly user?: string;
	readonly port?: number;
	/** Decoded: `/system`, `/session`, `/default`. */
	readonly path: string;
	readonly mode: 'auto' | 'direct' | 'legacy';
	/** `?socket=`. */
	readonly socket?: string;
	/** Of ssh: `?proxy=`; absent: as libvirt chooses. */
	readonly proxy?: 'auto' | 'native' | 'netcat';
	/** Of ssh: `?netcat=`, `?keyfile=`, `?command=`, `?no_tty=1`, `?no_verify=1`. */
	readonly netcat?: string;
	readonly keyfile?: string;
	readonly command?: string;
	readonly noTty: boolean;
	readonly noVerify: boolean;
};

/** Which of a daemon's sockets, and what CONNECT_OPEN's flag says. */
export type Access = 'read-only' | 'read-write';

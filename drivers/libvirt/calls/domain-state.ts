/** virDomainState (libvirt-domain.h). `blocked`, which only Xen's driver reports, means waiting for work. */
export const domainState = {
	running: 1,
	blocked: 2,
	paused: 3,
	shutOff: 5,
	crashed: 6,
	suspended: 7,
} as const;

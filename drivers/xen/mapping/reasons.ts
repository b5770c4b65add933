/** Why something of a domain is unknown, as fragments: each stands after a colon, or alone in a column. */
export const reasons = {
	noPeriod: 'Xen has no balloon statistics',
	noHypervisor: 'the hypervisor did not report it',
	noVcpus: 'the hypervisor did not report them',
	/** xl list is the source where Xen's own binding cannot be used. */
	noVcpusOfXl: 'xl list does not report times of vCPUs',
	unreadStore: 'QEMU counts it, and xenstore cannot be read',
	notServed: 'dom0 does not serve it (yet)',
	silentGuest: 'the guest reports nothing',
	notInStore: 'xenstore reports nothing of it',
	impossibleMemory: 'it reports more than it may have',
	unknownMemory: 'it is not known what it has',
	excessiveUse: 'it says that it uses more than it has',
} as const;

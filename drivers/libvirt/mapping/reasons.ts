/** Why something of a domain is unknown. Each text is a fragment that stands after a colon, or alone in a column. */
export const reasons = {
	off: 'the domain is not running',
	notReported: 'libvirt does not report them for this hypervisor',
	notSummed: 'libvirt reports no total for this hypervisor',
	noCounters: 'libvirt has no counters of it',
	held: 'something holds the domain, and libvirt cannot ask it',
	notRead: 'its XML is not read yet',
	notYet: 'not read yet',
	noTap: 'it has no interface on the host that counts',
} as const;

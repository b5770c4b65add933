/** Why something of a domain is unknown, as fragments: each stands after a colon, or alone in a column. */
export const reasons = {
	permissionDenied: 'permission denied',
	belongsToLibvirt: 'monitor belongs to libvirt',
	noQmpSocket: 'no QMP socket',
	handedOver: 'QMP socket was handed over without its path',
	onTcp: 'QMP is on TCP, not on a socket file',
	onAbstractSocket: 'QMP is on an abstract socket, not on a socket file',
	notAskedYet: 'not asked yet',
	/** The domain was found by its socket alone, so what the kernel shows of its process is unknown. */
	unknownProcess: 'its process is not known here',
	noThreads: 'QEMU does not report its threads',
	noBalloon: 'no balloon device',
	noStatistics: 'the balloon keeps no statistics',
	noMedium: 'no medium',
	defaultNetwork: 'the default network of QEMU has no counters',
	userNetwork: 'user-mode networking has no counters',
	unknownTap: 'its tap is not known',
	noNetwork: 'no network is connected to it',
	noTap: 'it has no tap, so no counters',
	noInterface: 'no such interface on this host',
} as const;

/**
How big inputs may be where the program does too much work with bigger ones as yet: each is to be raised to what its
comment says as soon as the bound stands where that input enters.
*/
export const unbounded = {
	/** Of a command line. To be 10 000 000. */
	commandLineBytes: 128 * 1024,
	/** -netdev with its -device, whose pairs are sought one by one. To be 50 000: 2 MB of a command line. */
	netPairs: 300,
	/** Disks of a guest that have other names at each refresh. To be 60 000. */
	renamedDisks: 500,
	/** Disks that libvirt tells of a domain. To be 100 000. */
	disks: 4000,
	/** vCPUs that QEMU tells. To be 60 000. */
	vcpus: 1000,
	/** Characters of a name, an error, a problem. To be 10 000 000. */
	letters: 1000,
} as const;

/** How big inputs get, ten times and more what the program takes of each. */
export const biggest = {
	/** Bytes of a command line in /proc. */
	commandLineFile: 10_000_000,
	/** Bytes of a command line that its reader gives: no more ever come. */
	commandLineBytes: 128 * 1024,
	/** -netdev with its -device. */
	netPairs: 3000,
	/** Disks of a guest that have other names at each refresh. */
	renamedDisks: 20_000,
	/** Disks that libvirt tells of a domain. */
	disks: 100_000,
	/** vCPUs that QEMU tells. */
	vcpus: 60_000,
	/** Characters of a name, an error, a problem. */
	letters: 1_000_000,
} as const;

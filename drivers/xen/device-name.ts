/** 0 is a, 25 is z, 26 is aa. */
const lettersOf = (index: number): string =>
	`${index < 26 ? '' : lettersOf(Math.floor(index / 26) - 1)}${String.fromCharCode(97 + (index % 26))}`;

const nameOf = (prefix: string, disk: number, partition: number): string =>
	`${prefix}${lettersOf(disk)}${partition === 0 ? '' : partition}`;

/** disk << 4 | partition, below a major number of its own. */
const withSixteenParts = (prefix: string, minor: number): string => nameOf(prefix, minor >> 4, minor & 15);

/** Two disks a major number, 64 partitions each. */
const ideName = (first: number, minor: number): string | undefined =>
	minor < 128 ? nameOf('hd', first + (minor >> 6), minor & 63) : undefined;

const extendedName = (number: number): string | undefined => {
	const [disk, partition] = [number >> 8, number & 255];
	return disk > 15 || partition > 15 ? nameOf('xvd', disk, partition) : undefined;
};

/**
The name of a disk by its devid: 51712 is xvda, 268442112 xvdaa, 2063 sda15, 5632 hdc (Xen's
docs/misc/vbd-interface.txt); it is never spelled d0p0. Undefined: the devid has no known scheme, or has the extended
scheme where the short scheme would do. The name belongs to another device then, and only the number can be shown.
*/
export const deviceName = (devid: number): string | undefined => {
	if (!Number.isInteger(devid) || devid < 0 || devid >= 2 ** 29) {
		return undefined;
	}

	if (devid >= 2 ** 28) {
		return extendedName(devid - 2 ** 28);
	}

	const minor = devid & 255;
	switch (devid >> 8) {
		case 202:
			return withSixteenParts('xvd', minor);
		case 8:
			return withSixteenParts('sd', minor);
		case 3:
			return ideName(0, minor);
		case 22:
			return ideName(2, minor);
		default:
			return undefined;
	}
};

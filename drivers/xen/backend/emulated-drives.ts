import {deviceName} from '../device-name.ts';

/** Numbers of IDE and AHCI disks that libxl emulates; further disks have no emulated twin. */
const [ideDisks, ahciDisks] = [4, 6];

/**
Ids that the drive of an emulated disk may have in QEMU. libxl sets them when it starts the device model
(tools/libs/light/libxl_dm.c); QEMU's blockdev.c names a drive without an id. An id is the drive's place on the bus,
whatever the image is called and however often the image was changed. sda is a SCSI disk, the first of hda and xvda are
IDE or AHCI disks, and a CD-ROM is `ide-<devid>`.
*/
export const emulatedDrives = (devid: number): readonly string[] => {
	const [, kind, letter = ''] = /^(xvd|hd|sd)([a-z])\d*$/.exec(deviceName(devid) ?? '') ?? [];
	const index = letter === '' ? Number.POSITIVE_INFINITY : letter.charCodeAt(0) - 97;
	if (kind === 'sd') {
		return [`scsi0-hd${index}`, `ide-${devid}`];
	}

	const place = (media: string): string => `ide${index >> 1}-${media}${index & 1}`;
	return [
		...(index < ideDisks ? [place('hd'), place('cd'), `ide-${devid}`] : []),
		...(index < ahciDisks ? [`ahcidisk-${index}`] : []),
	];
};

import {deviceName} from '../device-name.ts';

/** How many IDE and AHCI disks libxl emulates: the others have no emulated twin. */
const [ideDisks, ahciDisks] = [4, 6];

/**
Ids that the drive of an emulated disk may have in QEMU, as libxl's device model is started (tools/libs/light/libxl_dm.c;
QEMU's blockdev.c names what is given none): its place on the bus, whatever its image is called and how often it was
changed. sda is a SCSI disk, the first of hda and xvda are IDE or AHCI disks, and a CD-ROM is `ide-<devid>`.
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

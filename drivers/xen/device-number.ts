/*
The frontend knows a virtual disk by one number, the devid (Xen's docs/misc/vbd-interface.txt). xvda to xvdp with
partitions up to 15 have 202 << 8 | disk << 4 | partition. All other xvd disks have 1 << 28 | disk << 8 | partition. hda to
hdd and sda to sdp have Linux's numbers.
*/

type Place = {readonly disk: number; readonly partition: number};

/** Bounds of the extended form: 20 bits of disk and 8 of partition. */
const mostDisks = 2 ** 20;
const mostPartitions = 2 ** 8;

const largestInt = 2 ** 31 - 1;

/** a is 0, z is 25, aa is 26. */
const indexOf = (letters: string): number =>
	[...letters].reduce((index, letter) => (index + 1) * 26 + letter.charCodeAt(0) - 97, -1);

const short = ({disk, partition}: Place): number | undefined =>
	disk <= 15 && partition <= 15 ? (202 << 8) | (disk << 4) | partition : undefined;

const extended = ({disk, partition}: Place): number => (1 << 28) | (disk << 8) | partition;

const ideNumber = ({disk, partition}: Place): number | undefined =>
	disk <= 3 && partition <= 63 ? ((disk < 2 ? 3 : 22) << 8) | ((disk & 1) << 6) | partition : undefined;

const scsiNumber = ({disk, partition}: Place): number | undefined =>
	disk <= 15 && partition <= 15 ? (8 << 8) | (disk << 4) | partition : undefined;

/** A number as C's %i and strtoul(…, 0) take it: decimal, 0x… or 0…, here without signs and blanks. */
const cNumber = '(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)';

const numberOf = (text: string): number => (/^0[0-7]/.test(text) ? Number.parseInt(text, 8) : Number(text));

const isInt = (value: number): boolean => value <= largestInt;

const pairForm = new RegExp(`^d(${cNumber})p(${cNumber})$`);
const numberForm = new RegExp(`^${cNumber}$`);

/** d5p1: the sixth disk's first partition. */
const placeOfPair = (name: string): Place | undefined => {
	const [, disk = '', partition = ''] = pairForm.exec(name) ?? [];
	const place = {disk: numberOf(disk), partition: numberOf(partition)};
	return disk !== '' && isInt(place.disk) && isInt(place.partition) ? place : undefined;
};

const placeOfLetters = (
	name: string,
	isPartition: (digits: string) => boolean,
): (Place & {readonly prefix: string}) | undefined => {
	const [, prefix = '', letters = '', digits = ''] = /^(xvd|hd|sd)([a-z]+)([0-9]*)$/.exec(name) ?? [];
	const place = {prefix, disk: indexOf(letters), partition: Number(digits)};
	return prefix !== '' && isPartition(digits) && isInt(place.disk) && isInt(place.partition)
		? place
		: undefined;
};

/**
The devid that libvirt gives a disk's target: `libxlDiskPathToID` of its src/libxl/libxl_driver.c, with
`virDiskNameParse` of src/util/virutil.c. Undefined: the name has no devid.

libvirt differs from Xen: it takes partition 0 when written (xvda0 is xvda), takes no plain numbers, and demands only one
of the two bounds of the extended form. So xvda256 gets the number of xvdb, in the extended form, and a disk beyond 2^20
runs into the bits above. Xen makes no device with these numbers.
*/
export const libvirtDeviceNumber = (name: string): number | undefined => {
	const lettered = placeOfLetters(name, (digits) => !/^0[0-9]/.test(digits));
	if (lettered?.prefix === 'hd') {
		return ideNumber(lettered);
	}

	if (lettered?.prefix === 'sd') {
		return scsiNumber(lettered);
	}

	const place = lettered ?? placeOfPair(name);
	if (!place || (place.disk >= mostDisks && place.partition >= mostPartitions)) {
		return undefined;
	}

	const number = short(place) ?? extended(place);
	return number < 0 ? undefined : number;
};

/**
The devid that Xen gives a disk of an xl configuration: `libxl__device_disk_dev_number` of its
tools/libs/light/libxl_device.c. Undefined: the name has no devid.

Xen differs from libvirt: it takes a plain number as the devid itself (51712, 0xca00, up to 2^31 − 1), demands both bounds of
the extended form (disk below 2^20, partition below 256), and takes no partition that begins with a 0. Both libvirt and
Xen read the numbers of d5p1 as C does: 0x10 is 16 and 010 is 8.
*/
export const xenDeviceNumber = (name: string): number | undefined => {
	const lettered = placeOfLetters(name, (digits) => !digits.startsWith('0'));
	const place = placeOfPair(name) ?? (lettered?.prefix === 'xvd' ? lettered : undefined);
	if (place && place.disk < mostDisks && place.partition < mostPartitions) {
		return short(place) ?? extended(place);
	}

	if (numberForm.test(name)) {
		const number = numberOf(name);
		return isInt(number) ? number : undefined;
	}

	if (lettered?.prefix === 'hd') {
		return ideNumber(lettered);
	}

	return lettered?.prefix === 'sd' ? scsiNumber(lettered) : undefined;
};

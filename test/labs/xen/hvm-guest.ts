import type {Dom0} from './dom0.ts';
import type {GuestConfig} from './guest-config.ts';

/**
An HVM guest whose whole software is a boot sector. It reads and writes for ever through its firmware, and halts in
between, so that it does not starve dom0. It has no PV drivers, so QEMU serves its disks although hda is blkback's.
*/
export const delta = {
	name: 'delta',
	uuid: 'de17a000-0000-4000-8000-00000000000d',
	disks: [
		{name: 'hda', devid: 768, kind: '512'},
		{name: 'hdb', devid: 832, kind: 'file'},
	],
} as const satisfies GuestConfig;

/** Sectors that it moves at a time: read from hda and from hdb, written to hda. */
export const sectorsMoved = {read: 8, written: 4} as const;

/** Halts in a round. Each halt is one tick of the timer: 1/18 s. */
const halts = 9;

const origin = 0x7c00;
const word = (value: number): readonly number[] => [value & 255, value >> 8];

/** The packet of INT 13h, AH = 42h and 43h: moves `sectors` sectors from `first` on, to or from memory behind the boot sector. */
const packet = (sectors: number, first: number): readonly number[] => [
	...[16, 0, ...word(sectors), ...word(0x8000), ...word(0)],
	...[first, 0, 0, 0, 0, 0, 0, 0],
];

/** mov si, packet; mov ax, function; mov dl, drive; int 13h */
const transfer = (address: number, code: number, drive: number): readonly number[] => [
	...[0xbe, ...word(address), 0xb8, 0x00, code, 0xb2, drive, 0xcd, 0x13],
];

/** The first sector of its disk. */
const bootSector = (): Buffer => {
	// cli; xor ax, ax; mov ds, ax; mov es, ax; mov ss, ax; mov sp, 7c00h; sti
	const start = [0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0, 0xbc, 0x00, 0x7c, 0xfb];
	const codeAt = (address: number): readonly number[] => [
		...transfer(address, 0x42, 0x80),
		...transfer(address + 16, 0x43, 0x80),
		...transfer(address, 0x42, 0x81),
		...Array.from({length: halts}, () => 0xf4),
	];
	const {length} = codeAt(0);
	// jmp to the first transfer
	const jump = [0xe9, ...word(0x10000 - length - 3)];
	const packets = [...packet(sectorsMoved.read, 1), ...packet(sectorsMoved.written, 100)];
	const code = [...start, ...codeAt(origin + start.length + length + jump.length), ...jump, ...packets];
	return Buffer.concat([Buffer.from(code), Buffer.alloc(510 - code.length), Buffer.from([0x55, 0xaa])]);
};

const configuration = [
	`name = '${delta.name}'`,
	`uuid = '${delta.uuid}'`,
	"type = 'hvm'",
	'memory = 64',
	"disk = ['phy:/dev/lab-delta-hda,hda,w',",
	" 'format=raw,vdev=hdb,access=rw,backendtype=qdisk,target=/tmp/delta-hdb.img', ',empty,hdc,cdrom']",
	"boot = 'c'",
	"vga = 'none'",
	'vnc = 0',
	'usb = 0',
	'',
].join('\n');

/** Makes its disks and starts it; resolves to its domid. */
export const startHvm = async (dom0: Dom0): Promise<number> => {
	const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
	await dom0.run(
		[
			'truncate -s 16M /tmp/delta-hda.img /tmp/delta-hdb.img /tmp/delta.iso',
			`echo ${base64(bootSector())} | base64 -d | dd of=/tmp/delta-hda.img conv=notrunc 2> /dev/null`,
			'ln -s $(losetup --show -f /tmp/delta-hda.img) /dev/lab-delta-hda',
			`echo ${base64(configuration)} | base64 -d > /tmp/delta.cfg`,
		].join(' && '),
	);
	await dom0.run('xl create /tmp/delta.cfg', 180);
	return Number(await dom0.run('xl domid delta'));
};

import {type Telling, tellingArguments} from '../guest-account.ts';

/** Configuration of one guest of the lab. */
export type GuestOptions = {
	readonly name: string;
	/** A restarted guest keeps its uuid. Undefined: a new uuid. */
	readonly uuid?: string;
	/** KiB per second, for each of the two disks. */
	readonly vda: {readonly read: number; readonly write: number};
	readonly vdb: {readonly read: number; readonly write: number};
	/** `blockdev` also names its monitors the long way (`-chardev` and `-mon`), as managers do. */
	readonly style: 'drive' | 'blockdev';
	readonly balloon: 'named' | 'anonymous' | 'none';
	/** Does the guest load its balloon driver? */
	readonly driver: boolean;
	/** A NIC on a tap that QEMU makes and that vanishes with QEMU: the tap's name on the host, and the guest's address. */
	readonly tap?: {readonly name: string; readonly address: string};
	/** The guest tells what it counts itself, into a file that is there. Undefined: it has one vCPU and tells nothing. */
	readonly telling?: Telling & {readonly file: string};
};

/** Paths of a guest's files. */
export type GuestFiles = {
	readonly kernel: string;
	readonly initramfs: string;
	/** The monitor that domtop is to find: first on the command line. */
	readonly socket: string;
	/** The lab's own monitor. */
	readonly secondSocket: string;
	readonly disks: readonly [string, string];
};

const long = (id: string, path: string) => [
	...['-chardev', `socket,id=${id},path=${path},server=on,wait=off`],
	...['-mon', `chardev=${id},mode=control`],
];

const short = (path: string) => ['-qmp', `unix:${path},server=on,wait=off`];

const disk = ({style}: GuestOptions, path: string, index: number): readonly string[] => {
	const device = `virtio-blk-pci,id=disk${index},drive`;
	return style === 'drive'
		? ['-drive', `file=${path},if=none,id=drive${index},format=raw`, '-device', `${device}=drive${index}`]
		: [
				...['-blockdev', JSON.stringify({driver: 'file', 'node-name': `file${index}`, filename: path})],
				...['-blockdev', JSON.stringify({driver: 'raw', 'node-name': `node${index}`, file: `file${index}`})],
				...['-device', `${device}=node${index}`],
			];
};

/** A guest that is held up while it calibrates its TSC keeps a wrong time from then on, at two or three times the pace. */
const kernelArguments = ({vda, vdb, driver, tap, telling}: GuestOptions): string =>
	[
		'console=ttyS0 quiet panic=1 mitigations=off tsc=unstable random.trust_cpu=on',
		`pace=vda:${vda.read}:${vda.write},vdb:${vdb.read}:${vdb.write}`,
		`driver=${driver ? 1 : 0}`,
		...(tap ? [`address=${tap.address}`] : []),
		...(telling ? tellingArguments(telling) : []),
	].join(' ');

/** QEMU's command line for a guest: no KVM, 96 MiB, its console on stdout. */
export const guestArguments = (
	options: GuestOptions & {readonly uuid: string},
	files: GuestFiles,
): readonly string[] => [
	...['-name', `guest=${options.name}`, '-uuid', options.uuid],
	...['-machine', 'pc,usb=off', '-accel', 'tcg,tb-size=32'],
	...['-m', '96', '-smp', `${options.telling?.vcpus ?? 1}`],
	...['-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio'],
	...(options.telling ? ['-serial', `file:${options.telling.file}`] : []),
	...['-kernel', files.kernel, '-initrd', files.initramfs, '-append', kernelArguments(options)],
	...(options.style === 'drive'
		? [...short(files.socket), ...short(files.secondSocket)]
		: [...long('first', files.socket), ...long('second', files.secondSocket)]),
	...files.disks.flatMap((path, index) => disk(options, path, index)),
	...(options.balloon === 'named' ? ['-device', 'virtio-balloon-pci,id=balloon0'] : []),
	...(options.balloon === 'anonymous' ? ['-device', 'virtio-balloon-pci'] : []),
	...(options.tap
		? [
				...['-netdev', `tap,id=net0,ifname=${options.tap.name},script=no,downscript=no`],
				...['-device', 'virtio-net-pci,netdev=net0,id=nic0'],
			]
		: []),
];

/** A disk of a guest, and what stands behind it in dom0. */
export type GuestDisk = {
	/** The name in the configuration: xvda, sde, hdd. */
	readonly name: string;
	/** The frontend's virtual-device number (Xen's xen-vbd-interface(7)). */
	readonly devid: number;
	/** The sector sizes of the block device in dom0; `file`: a file that QEMU serves. */
	readonly kind: '512' | '512e' | '4Kn' | 'file';
};

/** A guest of the lab: paravirtual, one processor, booted from memory. */
export type GuestConfig = {
	readonly name: string;
	readonly uuid: string;
	readonly disks: readonly GuestDisk[];
	/** Its NIC: the guest's address, and the name that dom0 shall give it. Undefined: no NIC. */
	readonly nic?: {readonly mac: string; readonly address: string; readonly name?: string};
	readonly onPoweroff?: 'destroy' | 'preserve';
};

/** A guest with one disk of each kind, and a NIC that dom0 renames. */
export const alpha: GuestConfig = {
	name: 'alpha',
	uuid: 'a1fa0000-0000-4000-8000-00000000000a',
	disks: [
		{name: 'xvda', devid: 51712, kind: '512'},
		{name: 'xvdb', devid: 51728, kind: '512e'},
		{name: 'xvdc', devid: 51744, kind: '4Kn'},
		{name: 'xvdd', devid: 51760, kind: 'file'},
	],
	nic: {mac: '00:16:3e:00:00:0a', address: '198.18.0.10', name: 'alpha-net'},
};

/** A guest with disks whose numbers are of other majors, or extended. */
export const beta: GuestConfig = {
	name: 'beta',
	uuid: 'be1a0000-0000-4000-8000-00000000000b',
	disks: [
		{name: 'sde', devid: 2112, kind: '512'},
		{name: 'hdd', devid: 5696, kind: '512'},
		{name: 'xvdaa', devid: 268442112, kind: '512'},
	],
	nic: {mac: '00:16:3e:00:00:0b', address: '198.18.0.11'},
};

/** A guest that goes and comes back. */
export const gamma: GuestConfig = {
	name: 'gamma',
	uuid: '9a33a000-0000-4000-8000-00000000000c',
	disks: [
		{name: 'xvda', devid: 51712, kind: '512'},
		{name: 'xvdb', devid: 51728, kind: '512'},
	],
	onPoweroff: 'preserve',
};

/** Bytes of a sector of the backing device, as its driver says it (physical-sector-size). */
export const physicalSectorBytes = {'512': 512, '512e': 4096, '4Kn': 4096, file: undefined} as const;

const fileOf = (guest: GuestConfig, disk: GuestDisk): string => `/tmp/${guest.name}-${disk.name}.img`;

/** The guest's disk in dom0: a name that leads to its device, or the file that QEMU serves. */
export const diskPath = (guest: GuestConfig, disk: GuestDisk): string =>
	disk.kind === 'file' ? fileOf(guest, disk) : `/dev/lab-${guest.name}-${disk.name}`;

/** A disk as the configuration of `xl` describes it. */
export const diskText = (guest: GuestConfig, disk: GuestDisk): string =>
	disk.kind === 'file'
		? `format=raw,vdev=${disk.name},access=rw,backendtype=qdisk,target=${diskPath(guest, disk)}`
		: `phy:${diskPath(guest, disk)},${disk.name},w`;

/** Lines for dom0's shell that make a guest's disks, 16 MiB each. */
export const makeDisks = (guest: GuestConfig): string =>
	guest.disks
		.map((disk) => {
			const file = fileOf(guest, disk);
			const device = diskPath(guest, disk);
			const loop = `ln -s $(losetup --show -f --sector-size ${disk.kind === '4Kn' ? 4096 : 512} ${file}) ${device}`;
			return {
				file: `truncate -s 16M ${file}`,
				'512': `truncate -s 16M ${file} && ${loop}`,
				'4Kn': `truncate -s 16M ${file} && ${loop}`,
				'512e': [
					'modprobe sd_mod && modprobe scsi_debug dev_size_mb=16 physblk_exp=3 lbpu=1 delay=0',
					`until [ -b /dev/sda ]; do sleep 0.1; done; ln -s /dev/sda ${device}`,
				].join(' && '),
			}[disk.kind];
		})
		.join(' && ');

/** The guest's file for `xl create`. */
export const configText = (guest: GuestConfig): string => {
	const {name, uuid, disks, nic, onPoweroff = 'destroy'} = guest;
	const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
	const vif = nic && [
		`mac=${nic.mac}`,
		'bridge=xenbr0',
		'script=vif-bridge',
		...(nic.name ? [`vifname=${nic.name}`] : []),
	];
	const address = nic ? ` address=${nic.address}/24` : '';
	return [
		`name = '${name}'`,
		`uuid = '${uuid}'`,
		"type = 'pv'",
		"kernel = '/boot/vmlinux'",
		"ramdisk = '/lab/guest.cpio'",
		`extra = 'console=hvc0 quiet loglevel=4 mitigations=off${address}'`,
		'memory = 96',
		`disk = [${quoted(disks.map((disk) => diskText(guest, disk)))}]`,
		...(vif ? [`vif = [${quoted([vif.join()])}]`] : []),
		`on_poweroff = '${onPoweroff}'`,
		'',
	].join('\n');
};

import {join} from 'node:path';
import {makeDisk} from '../libvirt/world.ts';
import {labOptions, type Place, type QmpGuest, socketOf} from './qmp-guests.ts';

const uuidOf = (id: number): string => `5a3c1a3e-0000-4000-8000-000000000${id}`;

/** The monitor that Proxmox VE gives a guest. */
export const proxmoxSocket = (id: number): string => `/var/run/qemu-server/${id}.qmp`;

/** What stands on each command line of Proxmox VE before the guest's devices: qemu-server, `QemuServer.pm`. */
const head = (id: number, name: string): readonly string[] => [
	...['/usr/bin/kvm', '-name', `${name},debug-threads=on`, '-no-shutdown'],
	...['-chardev', `socket,id=qmp,path=${proxmoxSocket(id)},server=on,wait=off`],
	...['-mon', 'chardev=qmp,mode=control'],
	...['-chardev', 'socket,id=qmp-event,path=/var/run/qmeventd.sock,reconnect-ms=5000'],
	...['-mon', 'chardev=qmp-event,mode=control', '-pidfile', `/var/run/qemu-server/${id}.pid`],
	...['-smbios', `type=1,uuid=${uuidOf(id)}`, '-smp', '1,sockets=1,cores=1,maxcpus=1', '-nodefaults'],
	...['-boot', 'menu=on,strict=on,reboot-timeout=1000'],
	...['-vnc', `unix:/var/run/qemu-server/${id}.vnc,password=on`, '-cpu', 'qemu64', '-m', '96'],
];

const nic = (id: number, model: string, more = ''): readonly string[] => [
	'-netdev',
	`type=tap,id=net0,ifname=tap${id}i0,script=/usr/local/bin/pve-bridge,downscript=no`,
	'-device',
	`${model},mac=BC:24:11:2C:00:${id - 36},netdev=net0,bus=pci.0,addr=0x12,id=net0${more},bootindex=102`,
];

const guest = (id: number, name: string, {folder}: Place) => ({
	name,
	uuid: uuidOf(id),
	nics: [{name: `tap${id}i0`}],
	empty: [],
	socket: socketOf(folder, name),
});

/** A disk on a ZFS volume, here a link to a file, and an empty cdrom. */
const web = (place: Place): QmpGuest => ({
	...guest(100, 'web', place),
	empty: ['ide2'],
	balloon: '/machine/peripheral/balloon0',
	command: [
		...head(100, 'web'),
		...['-object', 'iothread,id=iothread-virtioscsi0', '-global', 'PIIX4_PM.disable_s3=1'],
		...['-device', 'pci-bridge,id=pci.1,chassis_nr=1,bus=pci.0,addr=0x1e'],
		...['-device', 'pci-bridge,id=pci.3,chassis_nr=3,bus=pci.0,addr=0x5'],
		...['-device', 'vmgenid,guid=4a54a4b5-7ee4-4ef3-9dc8-8f6c3e1bd8f3'],
		...['-device', 'piix3-usb-uhci,id=uhci,bus=pci.0,addr=0x1.0x2'],
		...['-device', 'usb-tablet,id=tablet,bus=uhci.0,port=1'],
		...['-device', 'virtio-balloon-pci,id=balloon0,bus=pci.0,addr=0x3,free-page-reporting=on'],
		...['-iscsi', 'initiator-name=iqn.1993-08.org.debian:01:abc'],
		...['-drive', 'if=none,id=drive-ide2,media=cdrom,aio=native'],
		...['-device', 'ide-cd,bus=ide.1,unit=0,drive=drive-ide2,id=ide2,bootindex=101'],
		...['-device', 'virtio-scsi-pci,id=virtioscsi0,bus=pci.3,addr=0x1,iothread=iothread-virtioscsi0'],
		'-drive',
		'file=/dev/zvol/rpool/data/vm-100-disk-0,if=none,id=drive-scsi0,discard=on,format=raw,cache=none,aio=native,detect-zeroes=unmap',
		'-device',
		'scsi-hd,bus=virtioscsi0.0,channel=0,scsi-id=0,lun=0,drive=drive-scsi0,id=scsi0,rotation_rate=1,bootindex=100',
		...nic(100, 'virtio-net-pci', ',rx_queue_size=1024,tx_queue_size=256'),
		...['-machine', 'type=pc', ...labOptions(place, 'web', ['sda'], '198.18.3.2')],
	],
});

/** A disk over the network: NBD instead of Ceph's RBD, which needs a cluster. */
const database = (place: Place): QmpGuest => ({
	...guest(101, 'db.example', place),
	command: [
		...head(101, 'db.example'),
		...['-device', 'virtio-scsi-pci,id=scsihw0,bus=pci.0,addr=0x5', '-drive'],
		'file=nbd:unix:/run/nbd101.sock:exportname=vm-101-disk-0,if=none,id=drive-scsi0,format=raw,cache=none,detect-zeroes=on',
		...['-device', 'scsi-hd,bus=scsihw0.0,scsi-id=0,drive=drive-scsi0,id=scsi0,bootindex=100'],
		...nic(101, 'e1000'),
		...['-machine', 'type=pc', ...labOptions(place, 'db.example', ['sda'])],
	],
});

/** As newer versions start it: a throttle node on top, a guest agent, and no balloon. */
const windows = (place: Place): QmpGuest => {
	const cache = {direct: true, 'no-flush': false};
	const zeroes = {'detect-zeroes': 'unmap', discard: 'unmap'};
	const filename = proxmoxDisk(place.folder, 102);
	const file = {aio: 'native', cache, ...zeroes, driver: 'file', filename, 'node-name': 'e4f2a1b'};
	const raw = {cache, ...zeroes, driver: 'raw', file, 'node-name': 'f4f2a1b'};
	const group = 'throttle-drive-virtio0';
	const throttle = {driver: 'throttle', file: raw, 'node-name': 'drive-virtio0', 'throttle-group': group};
	return {
		...guest(102, 'win', place),
		command: [
			...head(102, 'win'),
			...['-object', JSON.stringify({id: group, limits: {}, 'qom-type': 'throttle-group'})],
			...['-chardev', 'socket,path=/var/run/qemu-server/102.qga,server=on,wait=off,id=qga0'],
			...['-device', 'virtio-serial,id=qga0,bus=pci.0,addr=0x8'],
			...['-device', 'virtserialport,chardev=qga0,name=org.qemu.guest_agent.0'],
			...['-blockdev', JSON.stringify(throttle), '-device'],
			'virtio-blk-pci,bus=pci.0,addr=0xa,drive=drive-virtio0,id=virtio0,bootindex=100,write-cache=on',
			...nic(102, 'virtio-net-pci'),
			...['-machine', 'type=pc', ...labOptions(place, 'win', ['vda'])],
		],
	};
};

/** The image of a guest's disk. */
export const proxmoxDisk = (folder: string, id: number): string => join(folder, 'disks', `vm-${id}.raw`);

/** Guests with the command lines of Proxmox VE, and what they need on the host: a script, to be run before they start. */
export const proxmoxGuests = (place: Place) => {
	for (const id of [100, 101, 102]) {
		makeDisk(place.folder, `vm-${id}`);
	}

	const script = `
ln -sfn qemu-system-x86_64 /usr/bin/kvm
mkdir -p /run/qemu-server /dev/zvol/rpool/data
ln -s ${proxmoxDisk(place.folder, 100)} /dev/zvol/rpool/data/vm-100-disk-0
qemu-nbd -f raw -k /run/nbd101.sock -t --fork -x vm-101-disk-0 ${proxmoxDisk(place.folder, 101)}
ip link add vmbr0 type bridge
ip link set vmbr0 up
ip address add 198.18.3.1/30 dev vmbr0
printf '#!/bin/sh\\nip link set $1 up master vmbr0\\n' > /usr/local/bin/pve-bridge
chmod +x /usr/local/bin/pve-bridge`;
	return {guests: {web: web(place), database: database(place), windows: windows(place)}, script};
};

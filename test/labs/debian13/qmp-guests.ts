import {join} from 'node:path';
import type {GuestImage} from '../guest-image.ts';
import {consoleOf, makeDisk} from '../libvirt/world.ts';
import type {LabGuest} from '../rows.ts';
import {kernelArguments} from './guest-xml.ts';
import {pluggedKiB} from './guests.ts';

/** A guest that no libvirt manages. */
export type QmpGuest = LabGuest & {
	/** Its interfaces on the host. A macvtap counts as its guest does, a tap the other way round. */
	readonly nics: readonly {readonly name: string; readonly isMacvtap?: true}[];
	/** Its disks without a medium. */
	readonly empty: readonly string[];
	/** Path of its balloon in QOM. */
	readonly balloon?: string;
	/** The lab's own monitor. */
	readonly socket: string;
	/** Emulator and arguments. */
	readonly command: readonly string[];
};

/** Files of a guest, in a folder. */
export type Place = {readonly folder: string; readonly image: GuestImage};

/** The options that each guest needs to boot in the lab, and the lab's monitor. */
export const labOptions = (
	{folder, image}: Place,
	name: string,
	paced: readonly string[],
	address?: string,
): readonly string[] => [
	...['-daemonize', '-accel', 'tcg,tb-size=32', '-kernel', image.kernel, '-initrd', image.initramfs],
	...['-append', kernelArguments(paced, address), '-serial', `file:${consoleOf(folder, {name})}`],
	...['-qmp', `unix:${socketOf(folder, name)},server=on,wait=off`],
];

/** Path of the lab's monitor of a guest. */
export const socketOf = (folder: string, name: string): string => join(folder, 'sockets', name);

/** A disk image as a node of QEMU's, for a `drive` property. */
const node = (name: string, path: string): readonly string[] => [
	...['-blockdev', `driver=file,filename=${path},node-name=${name}-file`],
	...['-blockdev', `driver=${path.endsWith('.qcow2') ? 'qcow2' : 'raw'},file=${name}-file,node-name=${name}`],
];

/** The macvtap that delta gets as descriptor 7: its MAC must be the guest's. */
export const macvtap = {name: 'delta1', mac: '52:54:00:d1:00:11'} as const;

/** Of delta's disk in qcow2. */
export const deltaImage = (folder: string): string => join(folder, 'disks/delta-sd0.qcow2');

/** Devices with iothreads for their queues, SCSI, NVMe, a throttled drive, empty cdroms, memory of three kinds, a macvtap. */
export const delta = (place: Place): QmpGuest => {
	const {folder} = place;
	const disk = (name: string): string => makeDisk(folder, `delta-${name}`);
	const mapping = [{iothread: 'io0'}, {iothread: 'io1'}];
	const queues = {driver: 'virtio-blk-pci', drive: 'n0', id: 'vd0', 'iothread-vq-mapping': mapping};
	return {
		name: 'delta',
		uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4ea4',
		nics: [{name: 'delta0'}, {name: macvtap.name, isMacvtap: true}],
		empty: ['cd0', 'cd1'],
		balloon: '/machine/peripheral/balloon0',
		socket: socketOf(folder, 'delta'),
		command: [
			...['sh', '-c', 'exec "$@" 7<>"$(echo /dev/tap[0-9]*)"', 'sh', 'qemu-system-x86_64'],
			...['-name', 'guest=delta,debug-threads=on', '-uuid', '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4ea4'],
			...['-machine', 'q35', '-m', '96,slots=4,maxmem=1G', '-nodefaults', '-no-user-config'],
			...['-display', 'none', '-qmp', `unix:${folder}/delta.qmp,server=on,wait=off`],
			...['-object', 'iothread,id=io0', '-object', 'iothread,id=io1'],
			...[...node('n0', disk('vd0')), '-device', JSON.stringify({...queues, 'num-queues': 2})],
			...[...node('n1', deltaImage(folder)), '-device', 'virtio-scsi-pci,id=scsi,iothread=io0'],
			...['-device', 'scsi-hd,drive=n1,id=sd0,bus=scsi.0'],
			...[...node('n2', disk('nv0')), '-device', 'nvme,serial=d1,drive=n2,id=nv0'],
			...['-drive', `file=${disk('vd1')},format=raw,if=none,id=slow,throttling.iops-total=200`],
			...['-device', 'virtio-blk-pci,drive=slow,id=vd1', '-device', 'ide-cd,id=cd0,bus=ide.0'],
			...['-drive', 'if=none,id=tray,media=cdrom', '-device', 'ide-cd,id=cd1,bus=ide.1,drive=tray'],
			...['-object', 'memory-backend-ram,id=m0,size=256M'],
			...['-device', `virtio-mem-pci,memdev=m0,id=mem0,requested-size=${pluggedKiB}K`],
			...['-object', `memory-backend-file,id=m1,share=on,mem-path=${disk('pmem')},size=64M`],
			...['-device', 'virtio-pmem-pci,memdev=m1,id=pmem0'],
			'-device',
			'virtio-balloon-pci,id=balloon0,free-page-reporting=on,free-page-hint=on,iothread=io0',
			...['-netdev', 'tap,id=n0,ifname=delta0,script=no,downscript=no'],
			...['-device', 'virtio-net-pci,netdev=n0,id=nic0,mac=52:54:00:d1:00:10'],
			...['-netdev', 'tap,id=n1,fd=7', '-device', `virtio-net-pci,netdev=n1,id=nic1,mac=${macvtap.mac}`],
			...labOptions(place, 'delta', ['vda', 'vdb', 'sda', 'nvme0n1'], '198.18.2.2'),
		],
	};
};

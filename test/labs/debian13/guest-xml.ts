import type {GuestImage} from '../guest-image.ts';
import {consoleOf} from '../libvirt/world.ts';
import type {LabGuest} from '../rows.ts';

/** A guest of libvirt's, of 96 MiB unless its sizes say otherwise. */
export type LibvirtGuest = LabGuest & {
	readonly machine: 'pc' | 'q35';
	/** Disks that the guest reads and writes. */
	readonly paced: readonly string[];
	/** Of its first NIC. */
	readonly address?: string;
	/** Elements for memory and vCPUs. */
	readonly sizes: string;
	/** Elements for all devices but its console. */
	readonly devices: string;
};

/** The kernel's arguments for a guest whose disks are paced. */
export const kernelArguments = (paced: readonly string[], address?: string): string =>
	[
		'console=ttyS0 quiet panic=1 mitigations=off tsc=unstable random.trust_cpu=on',
		`pace=${paced.map((disk) => `${disk}:64:32`).join(',')}`,
		...(address ? [`address=${address}/30`] : []),
	].join(' ');

/** Where a disk is plugged in. */
export const target = (name: string, bus = 'virtio'): string => `<target dev='${name}' bus='${bus}'/>`;

/**
A disk on an image file.
@param driver attributes of its driver element.
*/
export const disk = (target: string, path: string, driver = '', more = ''): string => {
	const format = path.endsWith('.qcow2') ? 'qcow2' : 'raw';
	return `<disk type='file' device='disk'><driver name='qemu' type='${format}' ${driver}/>
<source file='${path}'/>${target}${more}</disk>`;
};

/** A NIC on a tap that libvirt makes. */
export const tapNic = (tap: string, mac: string): string =>
	`<interface type='ethernet'><mac address='${mac}'/><target dev='${tap}'/><script path='/bin/true'/>
<model type='virtio'/></interface>`;

/** libvirt's description of a guest: no KVM. */
export const guestXml = (
	{name, uuid, machine, paced, address, sizes, devices}: LibvirtGuest,
	folder: string,
	{kernel, initramfs}: GuestImage,
): string => `<domain type='qemu'>
<name>${name}</name><uuid>${uuid}</uuid>${sizes}
<os><type arch='x86_64' machine='${machine}'>hvm</type>
<kernel>${kernel}</kernel><initrd>${initramfs}</initrd>
<cmdline>${kernelArguments(paced, address)}</cmdline></os>
<features><acpi/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
<devices><controller type='usb' model='none'/>${devices}
<serial type='file'><source path='${consoleOf(folder, {name})}'/><target port='0'/></serial>
</devices></domain>
`;

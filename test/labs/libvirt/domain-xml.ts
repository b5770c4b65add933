import {type Telling, tellingArguments} from '../guest-account.ts';
import type {GuestImage} from '../guest-image.ts';

/** Configuration of one guest of the lab. */
export type GuestConfig = {
	readonly name: string;
	readonly uuid: string;
	readonly vcpus: number;
	/** KiB per second, for each of the two disks. */
	readonly vda: {readonly read: number; readonly write: number};
	readonly vdb: {readonly read: number; readonly write: number};
	/** A tap, or QEMU's own network, which has no counters. */
	readonly nic: Tap | 'user';
	/** The balloon statistics period, seconds. Undefined: the XML names none. */
	readonly period?: number;
	/** The guest tells what it counts itself, into a file that is there. Undefined: it tells nothing. */
	readonly telling?: Telling & {readonly file: string};
};

/** A tap: its name on the host, and the addresses of both its ends. */
export type Tap = {readonly name: string; readonly hostAddress: string; readonly guestAddress: string};

/** Taps have addresses out of the range for benchmarks. The lab's network namespace has no other users. */
export const tapOf = (index: number): Tap => ({
	name: `lab${index}`,
	hostAddress: `198.18.${index}.1`,
	guestAddress: `198.18.${index}.2`,
});

/** The tap of alpha. */
export const tap = tapOf(0);

/** Guests with two disks and one NIC of either kind. They differ in what a driver may stumble over. */
export const alpha: GuestConfig = {
	name: 'alpha',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e01',
	vcpus: 1,
	vda: {read: 512, write: 128},
	vdb: {read: 256, write: 256},
	nic: tap,
	period: 2,
};

export const beta: GuestConfig = {
	name: 'beta',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e02',
	vcpus: 2,
	vda: {read: 128, write: 384},
	vdb: {read: 192, write: 64},
	nic: 'user',
	period: 5,
};

export const gamma: GuestConfig = {
	name: 'gamma',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e03',
	vcpus: 1,
	vda: {read: 64, write: 160},
	vdb: {read: 320, write: 96},
	nic: 'user',
};

/** A guest that is defined and never started. */
export const idle: GuestConfig = {...gamma, name: 'idle', uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e04'};

export const runningGuests = [alpha, beta, gamma] as const;

/** Paths of a guest's files. */
export type GuestFiles = GuestImage & {
	readonly vda: string;
	readonly vdb: string;
	/** The file with what the guest prints. */
	readonly console: string;
};

const disk = (name: string, path: string): string => `<disk type='file' device='disk'>
<driver name='qemu' type='raw' cache='none' io='threads'/><source file='${path}'/><target dev='${name}' bus='virtio'/>
</disk>`;

const network = ({nic}: GuestConfig): string =>
	nic === 'user'
		? "<interface type='user'><model type='virtio'/></interface>"
		: `<interface type='ethernet'>
<target dev='${nic.name}'/><script path='/bin/true'/><model type='virtio'/>
</interface>`;

/** A guest that tells what it counts must have the host's pace of time: see `kernelArguments` of the lab of QEMU. */
const kernelArguments = ({vda, vdb, nic, telling}: GuestConfig): string =>
	[
		'console=ttyS0 quiet panic=1 mitigations=off random.trust_cpu=on',
		telling ? 'tsc=unstable' : 'tsc=reliable',
		`pace=vda:${vda.read}:${vda.write},vdb:${vdb.read}:${vdb.write}`,
		...(nic === 'user' ? [] : [`address=${nic.guestAddress}/30`]),
		...(telling ? tellingArguments(telling) : []),
	].join(' ');

/** libvirt's description of a guest: no KVM, 96 MiB. */
export const domainXml = (config: GuestConfig, files: GuestFiles): string => `<domain type='qemu'>
<name>${config.name}</name><uuid>${config.uuid}</uuid>
<memory unit='MiB'>96</memory><vcpu>${config.vcpus}</vcpu>
<os>
<type arch='x86_64' machine='pc'>hvm</type>
<kernel>${files.kernel}</kernel><initrd>${files.initramfs}</initrd><cmdline>${kernelArguments(config)}</cmdline>
</os>
<features><acpi/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
<on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
<devices>
${disk('vda', files.vda)}
${disk('vdb', files.vdb)}
${network(config)}
<serial type='file'><source path='${files.console}'/><target port='0'/></serial>
${config.telling ? `<serial type='file'><source path='${config.telling.file}'/><target port='1'/></serial>` : ''}
<controller type='usb' model='none'/>
<memballoon model='virtio'>${config.period === undefined ? '' : `<stats period='${config.period}'/>`}</memballoon>
</devices>
</domain>
`;

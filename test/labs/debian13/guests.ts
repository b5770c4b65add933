import {join} from 'node:path';
import {makeDisk} from '../libvirt/world.ts';
import {disk, type LibvirtGuest, tapNic, target} from './guest-xml.ts';
import type {SystemName} from './recipe.ts';

/** Names on the host, and both ends' addresses, out of the range for benchmarks. */
export const network = {
	alpha: {tap: 'alpha0', host: '198.18.0.1', guest: '198.18.0.2'},
	beta: {tap: 'beta0', bridge: 'ovs0', host: '198.18.1.1', guest: '198.18.1.2'},
} as const;

/** What virtio-mem plugs into a guest: Linux takes blocks of 128 MiB. */
export const pluggedKiB = 131_072;

/** The disk of alpha that is on a qcow2 image, and so can have layers. */
export const layered = (folder: string, layer: number): string =>
	join(folder, 'disks', `alpha-vdb-${layer}.qcow2`);

/** Iothreads, virtio-scsi, a throttled disk, an empty cdrom, a tap and passt; NVMe where libvirt knows it. */
const alpha = (folder: string, system: SystemName): LibvirtGuest => ({
	name: 'alpha',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4ea1',
	machine: 'q35',
	paced: ['vda', 'vdb', 'sda', ...(system === 'trixie' ? [] : ['nvme0n1'])],
	address: network.alpha.guest,
	sizes: `<memory unit='MiB'>96</memory><vcpu current='1'>2</vcpu><iothreads>2</iothreads>`,
	devices: `
${disk(target('vda'), makeDisk(folder, 'alpha-vda'), "cache='none' io='threads' iothread='1'")}
${disk(target('vdb'), layered(folder, 0), "iothread='2'")}
${disk(
	target('sda', 'scsi'),
	makeDisk(folder, 'alpha-sda'),
	"cache='none'",
	'<iotune><total_iops_sec>200</total_iops_sec></iotune>',
)}
${system === 'trixie' ? '' : disk(target('nvme0n1', 'nvme'), makeDisk(folder, 'alpha-nvme'), '', '<serial>nvme-1</serial>')}
<disk type='file' device='cdrom'>${target('sdz', 'sata')}<readonly/></disk>
<controller type='scsi' index='0' model='virtio-scsi'><driver iothread='1'/></controller>
<controller type='pci' index='0' model='pcie-root'/>${"<controller type='pci' model='pcie-root-port'/>".repeat(14)}
${tapNic(network.alpha.tap, '52:54:00:d1:00:01')}
<interface type='user'><backend type='passt'/><model type='virtio'/></interface>
<memballoon model='virtio' freePageReporting='on'><stats period='2'/></memballoon>`,
});

/** An Open vSwitch port, virtio-mem and virtio-pmem. */
const beta = (folder: string): LibvirtGuest => ({
	name: 'beta',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4ea2',
	machine: 'q35',
	paced: ['vda'],
	address: network.beta.guest,
	sizes: `<maxMemory slots='4' unit='MiB'>1024</maxMemory><memory unit='MiB'>416</memory><vcpu>1</vcpu>
<cpu><numa><cell id='0' cpus='0' memory='96' unit='MiB'/></numa></cpu>`,
	devices: `
${disk(target('vda'), makeDisk(folder, 'beta-vda'))}
<interface type='bridge'><source bridge='${network.beta.bridge}'/><virtualport type='openvswitch'/>
<target dev='${network.beta.tap}'/><model type='virtio'/></interface>
<memory model='virtio-mem'><target><size unit='MiB'>256</size><node>0</node><block unit='MiB'>2</block>
<requested unit='KiB'>${pluggedKiB}</requested></target></memory>
<memory model='virtio-pmem' access='shared'><source><path>${makeDisk(folder, 'beta-pmem')}</path></source>
<target><size unit='MiB'>64</size></target></memory>
<memballoon model='virtio'><stats period='3'/></memballoon>`,
});

/** 20 disks, and no balloon. */
const gamma = (folder: string): LibvirtGuest => ({
	name: 'gamma',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4ea3',
	machine: 'pc',
	paced: ['vda', 'vdt'],
	sizes: `<memory unit='MiB'>96</memory><vcpu>1</vcpu>`,
	devices: [
		...Array.from('abcdefghijklmnopqrst', (letter) =>
			disk(target(`vd${letter}`), makeDisk(folder, `gamma-${letter}`)),
		),
		"<memballoon model='none'/>",
	].join('\n'),
});

/** Guests that together have what a driver may stumble over. Makes their disks, but the qcow2 image. */
export const makeGuests = (folder: string, system: SystemName) => ({
	alpha: alpha(folder, system),
	beta: beta(folder),
	gamma: gamma(folder),
});

export type Guests = ReturnType<typeof makeGuests>;

import type {StandInMachine} from './stand-in/stand-in-state.ts';

/** The counters of one disk, with the names that begin with `prefix`. */
const disk = (prefix: string): Readonly<Record<string, number>> => ({
	[`${prefix}.read_requests`]: 20_131,
	[`${prefix}.write_requests`]: 9050,
	[`${prefix}.read_total`]: 735_313_920,
	[`${prefix}.write_total`]: 214_040_576,
});

const diskPerSecond = (prefix: string): Readonly<Record<string, number>> => ({
	[`${prefix}.read_requests`]: 100,
	[`${prefix}.write_requests`]: 250,
	[`${prefix}.read_total`]: 6_553_600,
	[`${prefix}.write_total`]: 16_384_000,
});

const nic = (prefix: string): Readonly<Record<string, number>> => ({
	[`${prefix}.pkts_in`]: 100_240,
	[`${prefix}.pkts_out`]: 90_136,
	[`${prefix}.bytes_in`]: 64_024_000,
	[`${prefix}.bytes_out`]: 18_018_000,
});

const nicPerSecond = (prefix: string): Readonly<Record<string, number>> => ({
	[`${prefix}.pkts_in`]: 200,
	[`${prefix}.pkts_out`]: 180,
	[`${prefix}.bytes_in`]: 120_000,
	[`${prefix}.bytes_out`]: 90_000,
});

const memory = {
	'guest.ram.usage': 1536,
	'guest.ram.cached': 0,
	'guest.ram.total': 4096,
	'guest.ram.balloon_actual': 4096,
	'guest.ram.available': 2400,
	'guest.ram.swap_in': 0,
	'guest.ram.swap_out': 0,
	'guest.ram.minor_fault': 812_425,
	'guest.ram.major_fault': 512,
};

const cpu = {'guest.cpu.usage': 12, 'guest.cpu.time': 61_000, 'host.cpu.time': 1_000_000};

const hardDisk = (port: string, image: string) => ({
	enabled: true,
	port,
	image,
	type: 'expanded',
	size: '65536Mb',
	state: 'connected',
});

const details = (hardware: object, uptime = '3600') => ({
	OS: '',
	Uptime: uptime,
	Hardware: {
		cpu: {sockets: 1, cpus: 2, cores: 2, 'VT-x': true, hotplug: false, accl: 'high', mode: '64'},
		memory: {size: '4096Mb', hotplug: false},
		'NUMA nodes:': {nodes: 'disabled'},
		...hardware,
	},
});

/** Two disks on SCSI and a NIC, as in the captured `prlctl list -i -j web1`. */
export const web1: StandInMachine = {
	uuid: 'aaaaaaaa-0000-4000-8000-000000000001',
	name: 'web1',
	type: 'VM',
	status: 'running',
	since: 0,
	counters: {
		'guest.vcpu0.time': 184_967_000_000,
		'guest.vcpu1.time': 184_967_000_001,
		...cpu,
		...memory,
		...disk('devices.scsi0'),
		...disk('devices.scsi1'),
		...nic('net.nic0'),
		'guest.fs0.total': 10_434_699_264,
		'guest.fs0.free': 7_012_345_678,
		'guest.fs0.name': 'sda2',
		'guest.fs0.type': 'ext4',
		'guest.fs0.mountpoint': '/',
	},
	perSecond: {
		'guest.vcpu0.time': 250_000_000,
		'guest.vcpu1.time': 250_000_000,
		'guest.ram.minor_fault': 25,
		...diskPerSecond('devices.scsi0'),
		...diskPerSecond('devices.scsi1'),
		...nicPerSecond('net.nic0'),
	},
	classful: true,
	details: details({
		cdrom0: {enabled: true, port: 'ide:0', image: '', state: 'disconnected'},
		hdd0: hardDisk('scsi:0', '/vz/vmprivate/web1/harddisk0.hdd'),
		hdd1: hardDisk('scsi:1', '/vz/vmprivate/web1/harddisk1.hdd'),
		net0: {
			dev: 'vme001c42aabbcc',
			enabled: true,
			network: 'Bridged',
			mac: '001C42AABBCC',
			state: 'connected',
		},
	}),
};

/** One disk on SCSI and one on virtio, as in the captured statistics. */
export const db1: StandInMachine = {
	...web1,
	uuid: 'aaaaaaaa-0000-4000-8000-000000000002',
	name: 'db1',
	counters: {
		'guest.vcpu0.time': 99_000_000_000,
		...cpu,
		'guest.cpu.usage': 13,
		'guest.cpu.time': 122_000,
		...memory,
		...disk('devices.scsi0'),
		...disk('devices.virtio0'),
		...nic('net.nic0'),
	},
	perSecond: {
		'guest.vcpu0.time': 500_000_000,
		...diskPerSecond('devices.scsi0'),
		...diskPerSecond('devices.virtio0'),
		...nicPerSecond('net.nic0'),
	},
	details: details({
		hdd0: hardDisk('scsi:0', '/vz/vmprivate/db1/harddisk0.hdd'),
		hdd1: hardDisk('virtio:0', '/vz/vmprivate/db1/harddisk1.hdd'),
		net0: {
			dev: 'vme001c42aabbdd',
			enabled: true,
			network: 'Bridged',
			mac: '001C42AABBDD',
			state: 'connected',
		},
	}),
};

/** A container with venet; no capture has one: its form is that of prlctl's source. */
export const ct1: StandInMachine = {
	uuid: 'aaaaaaaa-0000-4000-8000-000000000003',
	name: 'ct 1',
	type: 'CT',
	status: 'running',
	since: 0,
	counters: {
		'guest.vcpu0.time': 5_000_000_000,
		'guest.vcpu1.time': 5_000_000_000,
		...cpu,
		'guest.ram.usage': 100,
		'devices.hdd0.read_total': 1_048_576,
		'devices.hdd0.write_total': 2_097_152,
		...nic('net.nic4294967295'),
		'guest.fs0.disk.0': 0,
	},
	perSecond: {
		'guest.vcpu0.time': 10_000_000,
		'guest.vcpu1.time': 10_000_000,
		'devices.hdd0.write_total': 4096,
		...nicPerSecond('net.nic4294967295'),
	},
	details: {
		Uptime: '7200',
		Hardware: {
			cpu: {cpus: 'unlimited', 'VT-x': true, accl: 'high', mode: '64'},
			memory: {size: '512Mb', hotplug: true},
			hdd0: {enabled: true, image: '/vz/private/3/root.hdd', type: 'expanded', size: '10240Mb', mnt: '/'},
			venet0: {enabled: true, type: 'routed', ips: '10.0.0.3/255.255.255.0'},
		},
	},
};

/** A way to configure a guest, and what QEMU 7.2 says by QMP that the guest then has. The lab asks a real QEMU each. */
export type ConfiguredGuest = {
	/** Where `FILE` stands the name of a file with `config` in it. */
	readonly argv: readonly string[];
	readonly config?: string;
	readonly memoryKiB?: number;
	readonly vcpuCount?: number;
	readonly name?: string;
	/** Those of its NICs that it was given. */
	readonly macs?: readonly string[];
	/** The emulator; absent: that of x86_64. */
	readonly architecture?: 'aarch64';
};

const mib = 1024;
const memory = (size: number, ...argv: readonly string[]): ConfiguredGuest => ({argv, memoryKiB: size});
const vcpus = (vcpuCount: number, ...argv: readonly string[]): ConfiguredGuest => ({argv, vcpuCount});
const named = (name: string, ...argv: readonly string[]): ConfiguredGuest => ({argv, name});
const read = (
	config: string,
	guest: Omit<ConfiguredGuest, 'config' | 'argv'>,
	...more: readonly string[]
): ConfiguredGuest => ({
	argv: [...more, '-readconfig', 'FILE'],
	config,
	...guest,
});
const board = (machine: string, size: number, vcpuCount: number): ConfiguredGuest => ({
	...{argv: ['-M', machine], architecture: 'aarch64', memoryKiB: size * mib, vcpuCount},
});

/** What Incus and LXD write, shortened. */
export const incusConfig = `# Machine
[machine]
graphics = "off"
type = "q35"
usb = "off"

# Memory
[memory]
size = "96M"

[smp-opts]
cpus = "3"

[chardev "monitor"]
backend = "socket"
path = "SOCKET"
server = "on"
wait = "off"

[mon]
chardev = "monitor"
mode = "control"

[device "qemu_balloon"]
driver = "virtio-balloon-pci"

[netdev "eth0"]
type = "user"

[device "dev-eth0"]
driver = "virtio-net-pci"
netdev = "eth0"
mac = "52:54:00:AA:BB:CC"
`;

export const configuredGuests: readonly ConfiguredGuest[] = [
	{argv: [], memoryKiB: 128 * mib, vcpuCount: 1},
	memory(64 * mib, '-m', '64'),
	memory(64 * mib, '-m', '0x40'),
	memory(8, '-m', '0x4a'),
	memory(67 * mib, '-m', '067'),
	memory(65_544, '-m', '65537K'),
	memory(1536 * mib, '-m', '1.5g'),
	memory(64 * mib, '-m', '67108864b'),
	memory(128 * mib, '-m', '0'),
	memory(96 * mib, '-m', 'size=64,slots=1,maxmem=1G', '-m', '96'),
	memory(64 * mib, '-m', '64', '-m', 'slots=2,maxmem=1G'),
	memory(64 * mib, '--m', '64M'),
	memory(64 * mib, '-machine', 'memory.size=64M'),
	memory(96 * mib, '-M', 'q35,memory.size=64M', '-m', '96'),
	memory(96 * mib, '-object', 'memory-backend-ram,id=m0,size=96M', '-M', 'memory-backend=m0'),
	memory(
		96 * mib,
		'-M',
		'memory-backend=m',
		'-object',
		'{"qom-type":"memory-backend-ram","id":"m","size":100663296}',
	),
	vcpus(4, '-smp', '4'),
	vcpus(2, '-smp', '2', '-smp', 'cores=2,maxcpus=4'),
	vcpus(4, '-smp', 'cores=2,threads=2'),
	vcpus(8, '-smp', '010'),
	vcpus(4, '-smp', '0x4'),
	vcpus(4, '-smp', 'maxcpus=4'),
	vcpus(4, '-smp', 'sockets=2,maxcpus=4'),
	vcpus(2, '-smp', '0,cores=2'),
	vcpus(1, '-smp', '1,maxcpus=2'),
	vcpus(1, '-smp', 'cpus=2,cpus=1'),
	vcpus(12, '-smp', 'sockets=2,dies=2,cores=3'),
	vcpus(3, '-M', 'smp.cpus=3'),
	vcpus(3, '-smp', '2', '-M', 'smp.cpus=3'),
	vcpus(2, '-M', 'pc,smp.cpus=3', '-smp', '2'),
	named('b', '-name', 'a', '-name', 'b,debug-threads=on'),
	named('a', '-name', 'a', '-name', 'debug-threads=on'),
	named('{"guest":"json"}', '-name', '{"guest":"json"}'),
	named('b', '-name', 'guest=a,guest=b'),
	named('a,b', '--name', 'guest=a,,b'),
	named('nofoo', '-name', 'nofoo'),
	named('-qmp', '-name', '-qmp'),
	{argv: ['-M', 'q35', '-M', 'usb=off'], memoryKiB: 128 * mib, vcpuCount: 1},
	{argv: ['-M', 'microvm'], memoryKiB: 128 * mib, vcpuCount: 1},
	read(incusConfig, {memoryKiB: 96 * mib, vcpuCount: 3, macs: ['52:54:00:aa:bb:cc']}, '-nodefaults'),
	read('[memory]\n  size ="256" trailing\n[name]\r\n guest = "x,y"\r\n', {memoryKiB: 256 * mib, name: 'x,y'}),
	read('[memory]\n size = "256M"\n[memory]\n size = "96M"\n', {memoryKiB: 96 * mib}),
	read('[name]\n guest = "file"\n', {name: 'file'}, '-name', 'line'),
	{argv: ['-readconfig', 'FILE', '-name', 'line'], config: '[name]\n guest = "file"\n', name: 'line'},
	read('[smp-opts]\n cpus = "2"\n', {vcpuCount: 2}, '-smp', 'cores=2,maxcpus=4'),
	read('[machine]\n type = "q35"\n smp.cpus = "2"\n memory.size = "64M"\n', {
		memoryKiB: 64 * mib,
		vcpuCount: 2,
	}),
	read(
		'[object "m0"]\n qom-type = "memory-backend-ram"\n size = "96M"\n[machine]\n memory-backend = "m0"\n',
		{memoryKiB: 96 * mib},
	),
	{
		argv: ['-nodefaults', '-readconfig', 'FILE', '-set', 'device.d0.mac=52:54:00:00:00:01'],
		config:
			'[netdev "n0"]\n type = "user"\n[device "d0"]\n driver = "e1000"\n netdev = "n0"\n mac = "52:54:00:00:00:02"\n',
		macs: ['52:54:00:00:00:01'],
	},
	{
		argv: [
			'-netdev',
			'{"type":"user","id":"n"}',
			'-device',
			'{"driver":"e1000","netdev":"n","mac":"52:54:00:00:00:03"}',
		],
		macs: ['52:54:00:00:00:03'],
	},
	{argv: ['-nic', 'user,mac=52:54:00:00:00:04,model=e1000', '-nic', 'none'], macs: ['52:54:00:00:00:04']},
	{argv: ['-net', 'nic,macaddr=52:54:00:00:00:05', '-net', 'user'], macs: ['52:54:00:00:00:05']},
	{
		argv: ['-netdev', 'type=user,id=n', '-net', 'nic,netdev=n,macaddr=52:54:00:00:00:06'],
		macs: ['52:54:00:00:00:06'],
	},
	board('virt', 128, 1),
	board('virt-7.0', 128, 1),
	board('sbsa-ref', 1024, 4),
	board('raspi2b', 1024, 4),
	board('raspi3ap', 512, 4),
	board('raspi0', 512, 1),
];

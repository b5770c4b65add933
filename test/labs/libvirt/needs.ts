import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {guestImageNeeds} from '../guest-image.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The Debian package of each command that the lab calls. */
const packages = {
	bash: 'bash',
	ip: 'iproute2',
	libvirtd: 'libvirt-daemon',
	mount: 'mount',
	nc: 'netcat-openbsd',
	nsenter: 'util-linux',
	ps: 'procps',
	ssh: 'openssh-client',
	sshd: 'openssh-server',
	unshare: 'util-linux',
	virsh: 'libvirt-clients',
	'virt-ssh-helper': 'libvirt-daemon',
};

/** Is the QEMU module in the folder of libvirtd's modules, whatever this machine's architecture? */
const hasQemuModule = (): boolean =>
	['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'].some((folder) =>
		existsSync(`${folder}/libvirt/connection-driver/libvirt_driver_qemu.so`),
	);

/** What root lacks here: root in a container may have fewer rights. */
const rootNeeds = (): readonly string[] => {
	if (process.getuid?.() !== 0) {
		return ['libvirtd, its namespaces and its taps need root: run `npm run lab:libvirt` as root.'];
	}

	const {status, stderr} = spawnSync(
		'unshare',
		['--mount', '--net', '--pid', '--fork', '--mount-proc', 'true'],
		{encoding: 'utf8'},
	);
	return status === 0
		? []
		: [`No namespaces can be made here (${String(stderr ?? '').trim()}): run it as root of a machine.`];
};

/** What the lab needs and does not find here: a sentence for each thing, with what to do. Empty: the lab can run. */
export const missingNeeds = (environment: Environment): readonly string[] => [
	...guestImageNeeds(environment, packages),
	...(hasQemuModule()
		? []
		: ['libvirtd has no QEMU driver: install the Debian package libvirt-daemon-driver-qemu.']),
	...(existsSync('/dev/net/tun') ? [] : ['There is no /dev/net/tun: run `modprobe tun`.']),
	...rootNeeds(),
];

/** Those that a libvirt daemon can have; ESX, Hyper-V and VMware are driven by libvirt's library alone, without one. */
const hypervisors = ['qemu', 'xen', 'lxc', 'vz', 'parallels', 'ch', 'bhyve', 'vbox', 'openvz'] as const;

/**
The URI schemes domtop reaches through libvirt: known hypervisors, alone, over a unix socket and over SSH. `test` alone is
domtop's simulated host; the daemon's test driver has its name only with a transport.
*/
export const libvirtSchemes: readonly string[] = [
	...hypervisors.flatMap((driver) => [driver, `${driver}+unix`, `${driver}+ssh`]),
	'test+unix',
	'test+ssh',
];

/** Hypervisors that libvirt's drivers report in their own ways. All others are `other`. */
export type HypervisorKind = 'qemu' | 'xen' | 'vz' | 'test' | 'lxc' | 'other';

const kinds: Readonly<Record<string, HypervisorKind>> = {
	qemu: 'qemu',
	xen: 'xen',
	vz: 'vz',
	parallels: 'vz',
	test: 'test',
	lxc: 'lxc',
};

/** @param type the answer to CONNECT_GET_TYPE: `QEMU`, `Xen`, `vz`, `Parallels`, `TEST`, `LXC`, … */
export const hypervisorKind = (type: string): HypervisorKind => {
	const name = type.toLowerCase();
	return Object.hasOwn(kinds, name) ? (kinds[name] ?? 'other') : 'other';
};

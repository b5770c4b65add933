/** The hypervisors that libvirt speaks of in ways of their own; the others are `other`. */
export type HypervisorKind = 'qemu' | 'xen' | 'vz' | 'test' | 'lxc' | 'other';

const kinds: Readonly<Record<string, HypervisorKind>> = {
	qemu: 'qemu',
	xen: 'xen',
	vz: 'vz',
	parallels: 'vz',
	test: 'test',
	lxc: 'lxc',
};

/** @param type what CONNECT_GET_TYPE answered: `QEMU`, `Xen`, `vz`, `Parallels`, `TEST`, `LXC`, … */
export const hypervisorKind = (type: string): HypervisorKind => {
	const name = type.toLowerCase();
	return Object.hasOwn(kinds, name) ? (kinds[name] ?? 'other') : 'other';
};

/** Drivers that libvirt also runs as a daemon each (src/remote/remote_sockets.c; the units libvirt ships). */
const withDaemon = new Set(['qemu', 'xen', 'lxc', 'vz', 'ch', 'bhyve', 'vbox']);

/** The daemon of one hypervisor driver alone, `virtqemud`; absent: only libvirtd, or virtproxyd for it, has that driver. */
export const modularDaemonOf = (driver: string): string | undefined =>
	withDaemon.has(driver) ? `virt${driver}d` : undefined;

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Options of QEMU 1.0 to 11 that stand alone (qemu-options.hx). */
const alone = names(`
	h help version audio-help snapshot usb nographic curses sdl no-frame alt-grab ctrl-grab no-quit show-cursor portrait
	full-screen std-vga win2k-hack no-fd-bootchk no-acpi no-hpet rtc-td-hack localtime singlestep preconfig S s enable-kvm
	no-kvm no-kvm-irqchip no-kvm-pit no-kvm-pit-reinjection enable-hax xen-create xen-attach xen-domid-restrict no-reboot
	no-shutdown daemonize only-migratable nodefaults nodefconfig no-user-config semihosting old-param tdf mem-prealloc
	enable-fips enable-sync-profile async-teardown perfmap jitdump
`);

/** Options that take the next word, whatever it looks like. */
const withValue = names(`
	machine M cpu accel smp numa add-fd set global boot m mem-path k soundhw audio audiodev device name uuid fda fdb hda hdb
	hdc hdd cdrom blockdev drive mtdblock sd pflash fsdev virtfs virtfs_synth hdachs iscsi usbdevice display spice rotate vga
	g vnc acpitable smbios netdev nic net tftp bootp smb redir chardev bt tpmdev bios kernel shim append initrd dtb compat
	fw_cfg serial parallel monitor qmp qmp-pretty mon debugcon pidfile overcommit realtime clock gdb d D dfilter seed L
	xen-domid action loadvm option-rom rtc icount watchdog watchdog-action echr virtioconsole incoming chroot run-with runas
	prom-env semihosting-config sandbox readconfig writeconfig trace plugin msg dump-vmstate qtest qtest-log object tb-size
	startdate balloon id
`);

/** Whether QEMU takes the next word as this option's value. An unknown option takes the word if it looks like a value. */
export const takesValue = (name: string, next: string): boolean =>
	withValue.has(name) || (!alone.has(name) && !/^--?[A-Za-z]/.test(next));

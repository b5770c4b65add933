import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {detectLibvirt} from '../../../../drivers/libvirt/transport/detect-libvirt.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';

const detect = (
	paths: readonly string[],
	sessionFolder?: string,
	sessionDistrust?: string,
): readonly string[] => {
	const root = temporaryFolder();
	for (const path of paths) {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		writeFileSync(join(root, path), contents.get(path) ?? '');
	}

	return detectLibvirt({root, sessionFolder, sessionDistrust}).map(({uri}) => uri);
};

/** What everybody may read in a dom0. */
const contents = new Map([
	['/sys/hypervisor/type', 'xen\n'],
	['/proc/xen/capabilities', 'control_d\n'],
]);
const dom0 = [...contents.keys()];
const legacy = '/run/libvirt/libvirt-sock';
const driver = 'libvirt/connection-driver/libvirt_driver_qemu.so';
const xenDriver = driver.replace('qemu', 'libxl');

test.each<readonly [string, readonly string[], readonly string[]]>([
	['nothing', [], []],
	['a library without a daemon', [`/usr/lib64/${driver}`], []],
	['virtqemud', ['/run/libvirt/virtqemud-sock'], ['qemu:///system']],
	['one socket of it', ['/run/libvirt/virtqemud-sock-ro'], ['qemu:///system']],
	['virtqemud under /var/run', ['/var/run/libvirt/virtqemud-sock'], ['qemu:///system']],
	[
		'several',
		['/run/libvirt/virtvzd-sock', '/run/libvirt/virtchd-sock', '/run/libvirt/virtbhyved-sock'],
		['vz:///system', 'ch:///system', 'bhyve:///system'],
	],
	['daemons that are no hypervisor’s', ['/run/libvirt/virtnetworkd-sock', '/run/libvirt/virtlogd-sock'], []],
	['libvirtd without QEMU', [legacy], []],
	[
		'libvirtd and QEMU’s driver (Debian)',
		[legacy, `/usr/lib/x86_64-linux-gnu/${driver}`],
		['qemu:///system'],
	],
	['libvirtd and QEMU’s driver (Fedora)', [`${legacy}-ro`, `/usr/lib64/${driver}`], ['qemu:///system']],
	['libvirtd and QEMU’s driver (Arch)', [legacy, `/usr/lib/${driver}`], ['qemu:///system']],
	['libvirtd that has run QEMU', [legacy, '/var/lib/libvirt/qemu/x'], ['qemu:///system']],
	[
		'virtproxyd beside virtqemud',
		[legacy, '/run/libvirt/virtqemud-sock', '/run/libvirt/qemu/x'],
		['qemu:///system'],
	],
	['a Xen host with virtxend', ['/run/libvirt/virtxend-sock', ...dom0], ['xen:///system']],
	[
		'a Xen host with libvirtd, which drives no QEMU guests there',
		[legacy, `/usr/lib/x86_64-linux-gnu/${driver}`, `/usr/lib/x86_64-linux-gnu/${xenDriver}`, ...dom0],
		['xen:///system'],
	],
	['a Xen host whose libvirtd has driven it', [legacy, '/run/libvirt/libxl/x', ...dom0], ['xen:///system']],
	['a Xen host whose libvirtd has no driver for it', [legacy, `/usr/lib/${driver}`, ...dom0], []],
	['a Xen host without a daemon', ['/var/lib/libvirt/libxl/x', ...dom0], []],
	[
		'another machine with the socket of virtxend',
		['/run/libvirt/virtxend-sock', '/run/libvirt/virtqemud-sock'],
		['qemu:///system'],
	],
	['a guest of Xen', ['/run/libvirt/virtxend-sock', '/sys/hypervisor/type'], []],
	['virtlxcd without containers', ['/run/libvirt/virtlxcd-sock', '/etc/libvirt/lxc/autostart/x'], []],
	['a container', ['/run/libvirt/virtlxcd-sock', '/etc/libvirt/lxc/a.xml'], ['lxc:///system']],
	['a container that runs', [legacy, '/run/libvirt/lxc/a.pid'], ['lxc:///system']],
	['a container without a daemon', ['/run/libvirt/virtnodedevd-sock', '/etc/libvirt/lxc/a.xml'], []],
])('of %s', (_what, paths, uris) => {
	expect(detect(paths)).toEqual(uris);
});

test('a user’s own daemon is one more host’s worth of domains', () => {
	const own = '/run/user/7/libvirt/virtqemud-sock';
	expect(detect([own], '/run/user/7')).toEqual(['qemu:///session']);
	expect(detect([own, legacy], '/run/user/7', '/run/user/7 belongs to uid 8')).toEqual([]);
	expect(detect([own, '/run/libvirt/virtqemud-sock'], '/run/user/7')).toEqual([
		'qemu:///system',
		'qemu:///session',
	]);
	expect(detect(['/run/user/7/libvirt/libvirt-sock'], '/run/user/7')).toEqual(['qemu:///session']);
	expect(detect([own], '/run/user/8')).toEqual([]);
	expect(detect([own])).toEqual([]);
});

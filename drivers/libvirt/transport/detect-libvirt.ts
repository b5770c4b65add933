import {existsSync} from 'node:fs';
import {type Address, parseAddress} from '../../../source/address.ts';
import {readFolder, readText} from '../../linux/read-file.ts';
import {rooted} from '../../linux/rooted.ts';
import {modularDaemonOf} from './modular-daemon.ts';
import {runFolder} from './run-folder.ts';
import type {SocketPlaces} from './socket-choices.ts';

/** Drivers whose own daemon's socket says that the hypervisor is there. */
const ownDaemons = ['qemu', 'vz', 'ch', 'bhyve'] as const;

/**
What tells of containers: one defined, or one that runs. Every Fedora has the socket of virtlxcd, and every libvirtd the
driver.
*/
const containerFolders: readonly (readonly [folder: string, file: RegExp])[] = [
	['/etc/libvirt/lxc', /\.xml$/],
	['/run/libvirt/lxc', /\.(?:pid|xml)$/],
];

/** What tells that libvirtd has QEMU's driver: folders that it makes, or the driver's file. */
const qemuFolders = ['/run/libvirt/qemu', '/var/lib/libvirt/qemu'];
const driverFile = 'libvirt/connection-driver/libvirt_driver_qemu.so';

const names = (path: string): readonly string[] => {
	const folder = readFolder(path);
	return 'value' in folder ? folder.value : [];
};

const hasQemuDriver = (root: string): boolean =>
	qemuFolders.some((folder) => existsSync(rooted(root, folder))) ||
	['/usr/lib', '/usr/lib64'].some((folder) =>
		['', ...names(rooted(root, folder)).filter((name) => name.includes('-linux-'))].some((part) =>
			existsSync(rooted(root, [folder, part, driverFile].filter((one) => one !== '').join('/'))),
		),
	);

const hasContainers = (root: string): boolean =>
	containerFolders.some(([folder, file]) => names(rooted(root, folder)).some((name) => file.test(name)));

const isDom0 = (root: string): boolean =>
	(readText(rooted(root, '/proc/xen/capabilities')) ?? '').split(/\s+/).includes('control_d');

const systemDrivers = (root: string): readonly string[] => {
	const folder = runFolder(root);
	const has = (daemon: string | undefined): boolean =>
		['-sock', '-sock-ro'].some((end) => existsSync(rooted(root, `${folder}/${daemon}${end}`)));
	const own = ownDaemons.filter((driver) => has(modularDaemonOf(driver)));
	const [isLegacy, lxc] = [has('libvirt'), hasContainers(root) ? ['lxc'] : []];
	return [
		...own,
		...(isLegacy && !own.includes('qemu') && !isDom0(root) && hasQemuDriver(root) ? ['qemu'] : []),
		...(isLegacy || has(modularDaemonOf('lxc')) ? lxc : []),
	];
};

/**
The hypervisors that libvirt drives here, by path alone: connecting might start daemons. Xen is never among them: in dom0
domtop's own driver shows the same domains, with more of them, and libvirt would read them a second time for nothing.
*/
export const detectLibvirt = ({root, sessionFolder, sessionDistrust}: SocketPlaces): readonly Address[] => {
	const hasSession =
		sessionFolder !== undefined &&
		sessionDistrust === undefined &&
		['virtqemud', 'libvirt'].some((daemon) =>
			existsSync(rooted(root, `${sessionFolder}/libvirt/${daemon}-sock`)),
		);
	return [
		...systemDrivers(root).map((driver) => `${driver}:///system`),
		...(hasSession ? ['qemu:///session'] : []),
	].map(parseAddress);
};

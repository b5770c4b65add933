import {existsSync} from 'node:fs';
import {type Address, parseAddress} from '../../../source/driver/address.ts';
import {isControlDomain} from '../../linux/is-control-domain.ts';
import {readFolder} from '../../linux/read-file.ts';
import {rooted} from '../../linux/rooted.ts';
import type {SocketPlaces} from './socket-choices.ts';
import {modularDaemonOf, runFolder} from './socket-choices.ts';

/** Drivers whose hypervisor is there where the socket of their own daemon is. */
const ownDaemons = ['qemu', 'vz', 'ch', 'bhyve'] as const;

/**
Files that show a container: it is defined, or runs. A socket or a driver shows nothing, as every Fedora has the
socket of virtlxcd, and every libvirtd has the driver.
*/
const containerFolders: readonly (readonly [folder: string, file: RegExp])[] = [
	['/etc/libvirt/lxc', /\.xml$/],
	['/run/libvirt/lxc', /\.(?:pid|xml)$/],
];

/** What shows that libvirtd has a hypervisor's driver: folders that the driver makes, or the driver's file. */
const driverSigns = {
	qemu: {
		folders: ['/run/libvirt/qemu', '/var/lib/libvirt/qemu'],
		file: 'libvirt/connection-driver/libvirt_driver_qemu.so',
	},
	xen: {
		folders: ['/run/libvirt/libxl', '/var/lib/libvirt/libxl'],
		file: 'libvirt/connection-driver/libvirt_driver_libxl.so',
	},
} as const;

const names = (path: string): readonly string[] => {
	const folder = readFolder(path);
	return 'value' in folder ? folder.value : [];
};

const hasDriver = (root: string, driver: keyof typeof driverSigns): boolean => {
	const {folders, file} = driverSigns[driver];
	return (
		folders.some((folder) => existsSync(rooted(root, folder))) ||
		['/usr/lib', '/usr/lib64'].some((folder) =>
			['', ...names(rooted(root, folder)).filter((name) => name.includes('-linux-'))].some((part) =>
				existsSync(rooted(root, [folder, part, file].filter((one) => one !== '').join('/'))),
			),
		)
	);
};

const hasContainers = (root: string): boolean =>
	containerFolders.some(([folder, file]) => names(rooted(root, folder)).some((name) => file.test(name)));

const systemDrivers = (root: string): readonly string[] => {
	const folder = runFolder(root);
	const has = (daemon: string | undefined): boolean =>
		['-sock', '-sock-ro'].some((end) => existsSync(rooted(root, `${folder}/${daemon}${end}`)));
	const own = ownDaemons.filter((driver) => has(modularDaemonOf(driver)));
	const [isLegacy, isXen, lxc] = [has('libvirt'), isControlDomain(root), hasContainers(root) ? ['lxc'] : []];
	const isXenDriven = has(modularDaemonOf('xen')) || (isLegacy && hasDriver(root, 'xen'));
	return [
		...own,
		...(isLegacy && !own.includes('qemu') && !isXen && hasDriver(root, 'qemu') ? ['qemu'] : []),
		...(isXen && isXenDriven ? ['xen'] : []),
		...(isLegacy || has(modularDaemonOf('lxc')) ? lxc : []),
	];
};

/**
The hypervisors that libvirt drives here, by path alone, as connecting might start daemons. For Xen, domtop's own driver reports
more and is preferred where both see a domain. Only libvirt knows Xen domains that are shut off.
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

import {parseAddress} from '../../source/driver/address.ts';
import type {Driver, DriverOptions} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {cleanText, textLimits} from '../../source/text/clean-text.ts';
import type {PinRefusal} from '../linux/pin-path.ts';
import {readFolder} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import {createUnixTables} from '../linux/unix-tables.ts';
import {createQemuConnection, type MonitorFinder} from './connection.ts';
import type {GuestContext} from './context.ts';
import {readGivenPath, socketsInFolder} from './given-path.ts';
import {isEmulatorPath} from './is-qemu.ts';
import {monitorAddressesOf, monitorAddressesOfAll, qmpSocketsOf} from './monitor-addresses.ts';
import {isLibvirtPath} from './monitor-sockets.ts';
import {ownUsers} from './own-users.ts';
import {createProcessFinder} from './process-finder.ts';
import {createSocketOwners} from './socket-owners.ts';

/** Where distributions put the emulators. */
const folders = ['/usr/bin', '/usr/local/bin', '/usr/libexec', '/bin', '/opt/qemu/bin'];

const isInstalled = (root: string): boolean =>
	folders.some((folder) => {
		const names = readFolder(rooted(root, folder));
		return 'value' in names && names.value.some(isEmulatorPath);
	});

const isRunning = async (options: DriverOptions): Promise<boolean> => {
	const {root, clock, spawn} = options;
	const isOwn = ownUsers(options);
	const finder = createProcessFinder({root, clock, spawn, isOwn}, createUnixTables(root, clock));
	return (await finder.find()).length > 0;
};

const refusedPath = (shown: string, kind: PinRefusal): DriverError => {
	switch (kind) {
		case 'denied': {
			return new DriverError(`${shown} may not be looked at: permission denied.`, 'Run domtop as root.');
		}

		case 'remote': {
			return new DriverError(
				`${shown} lies on a network or FUSE file system, where a look may hang: it is not opened.`,
				'Give the guest a socket on a local file system, such as /run.',
			);
		}

		case 'odd': {
			return new DriverError(
				`${shown} is not followed: a link below /proc/<pid> is on the way, or too many links.`,
				'Give the path of the socket itself; guests in containers are found with -c qmp:.',
			);
		}

		default: {
			return new DriverError(
				`There is no ${shown}.`,
				'Give the path of a QMP socket (-qmp unix:<path>,server=on,wait=off) or of a folder of them.',
			);
		}
	}
};

/** Finds the monitors whose sockets lie in a folder. */
const folderFinder = (world: GuestContext, path: string): MonitorFinder => {
	const owners = createSocketOwners(world);
	let found: readonly string[] | PinRefusal = [];
	return {
		find: async (processes) => {
			found = await socketsInFolder(world, path);
			const sockets = typeof found === 'string' ? [] : qmpSocketsOf(found);
			return monitorAddressesOf(owners, processes, sockets, (one) => !one.endsWith('.qmp'));
		},
		emptiness: () => ({
			kind: 'empty',
			message:
				found === 'absent'
					? `There is no folder ${cleanText(path, textLimits.path)}.`
					: `There is no QMP socket in ${cleanText(path, textLimits.path)}.`,
			advice: 'Start a guest with a QMP socket there; it is taken up by itself.',
		}),
	};
};

/** @throws DriverError, ExhaustedError */
const finderOf = async (
	world: Pick<GuestContext, 'root' | 'isOwn'>,
	path: string,
): Promise<(world: GuestContext) => MonitorFinder> => {
	if (path === '') {
		return () => ({find: async (processes) => monitorAddressesOfAll(processes)});
	}

	const shown = cleanText(path, textLimits.path);
	const given = isLibvirtPath(path) ? undefined : await readGivenPath(world, path);
	if (given === undefined || ('resolved' in given && isLibvirtPath(`${given.resolved}/`))) {
		throw new DriverError(
			`${shown}: this monitor belongs to libvirt.`,
			'Connect to libvirt with -c qemu:///system, or see what /proc shows with -c qmp:.',
		);
	}

	if (!('resolved' in given)) {
		throw refusedPath(shown, given.kind);
	}

	if (given.kind === 'led') {
		throw new DriverError(
			`${shown} leads over a link that another user can change: it is not followed.`,
			`If you know what is there, give the path that it leads to: -c qmp://${cleanText(given.resolved, textLimits.path)}.`,
		);
	}

	if (given.kind === 'other') {
		throw new DriverError(
			`${shown} is neither a socket nor a folder.`,
			'Give the path of a QMP socket or of a folder of them.',
		);
	}

	return given.kind === 'folder'
		? (world) => folderFinder(world, path)
		: (world) => {
				const owners = createSocketOwners(world);
				return {find: (processes) => monitorAddressesOf(owners, processes, [path], () => false)};
			};
};

/** QEMU domains of this machine, directly over QMP and from what the kernel shows of their processes. */
export const qemuDriver: Driver = {
	name: 'qemu',
	schemes: ['qmp'],
	detect: async (options) =>
		isInstalled(options.root) || (await isRunning(options)) ? [parseAddress('qmp:')] : [],
	connect: async (address, options) => {
		options.onStatus({state: 'connecting', message: `Looking for guests of ${address.uri}.`});
		return createQemuConnection(
			options,
			await finderOf({root: options.root, isOwn: ownUsers(options)}, address.path),
		);
	},
};

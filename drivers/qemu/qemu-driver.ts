import {statSync} from 'node:fs';
import {parseAddress} from '../../source/address.ts';
import {cleanText} from '../../source/clean-text.ts';
import type {Driver, DriverOptions} from '../../source/driver.ts';
import {DriverError} from '../../source/driver-error.ts';
import type {ProblemReport} from '../../source/sample.ts';
import {readFolder, refusalOf} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import {seatOfSocket, seatsOfAll, seatsOfFolder} from './guest-seats.ts';
import {isEmulatorPath} from './is-qemu.ts';
import {isLibvirtPath} from './monitor-sockets.ts';
import {createProcessFinder} from './process-finder.ts';
import {createQemuConnection, type Seating} from './qemu-connection.ts';

/** Where distributions put the emulators. */
const folders = ['/usr/bin', '/usr/local/bin', '/usr/libexec', '/bin', '/opt/qemu/bin'];

const isInstalled = (root: string): boolean =>
	folders.some((folder) => {
		const names = readFolder(rooted(root, folder));
		return 'value' in names && names.value.some(isEmulatorPath);
	});

const isRunning = async ({root, clock}: DriverOptions): Promise<boolean> =>
	(await createProcessFinder(root, clock).find()).length > 0;

const kindOf = (root: string, path: string): 'socket' | 'folder' | 'other' => {
	try {
		const stats = statSync(rooted(root, path));
		return stats.isSocket() ? 'socket' : stats.isDirectory() ? 'folder' : 'other';
	} catch (error) {
		const shown = cleanText(path);
		throw refusalOf(error) === 'denied'
			? new DriverError(`${shown} may not be looked at: permission denied.`, 'Run domtop as root.')
			: new DriverError(
					`There is no ${shown}.`,
					'Give the path of a QMP socket (-qmp unix:<path>,server=on,wait=off) or of a folder of them.',
				);
	}
};

const emptinessOf = (root: string, path: string): ProblemReport => {
	const names = readFolder(rooted(root, path));
	const isGone = 'refusal' in names && names.refusal === 'absent';
	return {
		kind: 'empty',
		message: isGone
			? `There is no folder ${cleanText(path)}.`
			: `There is no QMP socket in ${cleanText(path)}.`,
		advice: 'Start a guest with one there; it is taken up by itself.',
	};
};

const seatingOf = (root: string, path: string): Seating => {
	if (path === '') {
		return {seats: seatsOfAll};
	}

	const shown = cleanText(path);
	if (isLibvirtPath(path)) {
		throw new DriverError(
			`${shown}: this monitor belongs to libvirt.`,
			'Connect to libvirt with -c qemu:///system, or see what /proc tells with -c qmp:.',
		);
	}

	const kind = kindOf(root, path);
	if (kind === 'other') {
		throw new DriverError(
			`${shown} is neither a socket nor a folder.`,
			'Give the path of a QMP socket or of a folder of them.',
		);
	}

	return kind === 'socket'
		? {seats: (processes) => seatOfSocket(root, processes, path)}
		: {
				seats: (processes) => seatsOfFolder(root, processes, path),
				emptiness: () => emptinessOf(root, path),
			};
};

/** QEMU guests of this machine, straight over QMP and from what the kernel tells of their processes. */
export const qemuDriver: Driver = {
	name: 'qemu',
	schemes: ['qmp'],
	detect: async (options) =>
		isInstalled(options.root) || (await isRunning(options)) ? [parseAddress('qmp:')] : [],
	connect: async (address, options) => {
		options.onStatus({state: 'connecting', message: `Looking for guests of ${address.uri}.`});
		return createQemuConnection(options, seatingOf(options.root, address.path));
	},
};

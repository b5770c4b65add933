import {closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {type GuestImage, pacedLine} from '../guest-image.ts';
import {domainXml, type GuestConfig, idle, runningGuests, type Tap, tap} from './domain-xml.ts';
import {openVirsh, type Run} from './virsh.ts';

/** A guest by its name, which names its files too. */
type Named = Pick<GuestConfig, 'name'>;

const diskBytes = 64 * 1024 * 1024;
const bootSeconds = 120;

/** An empty disk image. */
export const makeDisk = (folder: string, name: string): string => {
	const path = join(folder, 'disks', `${name}.raw`);
	const file = openSync(path, 'a');
	ftruncateSync(file, diskBytes);
	closeSync(file);
	return path;
};

/** The file with what the guest prints. */
export const consoleOf = (folder: string, {name}: Named): string => join(folder, 'consoles', name);

/** How often the guest has printed that it is paced since it was started: once after each boot. */
export const timesPaced = (folder: string, guest: Named): number =>
	readFileSync(consoleOf(folder, guest), 'utf8').split(pacedLine).length - 1;

/** Resolves once the guest has printed that this often; rejects with its last words. */
export const untilPaced = async (folder: string, guest: Named, times = 1): Promise<void> => {
	for (const late = AbortSignal.timeout(bootSeconds * 1000); timesPaced(folder, guest) < times; ) {
		if (late.aborted) {
			const output = readFileSync(consoleOf(folder, guest), 'utf8').slice(-1000);
			throw new Error(`${guest.name} was not paced within ${bootSeconds} s: ${output}`);
		}

		await setTimeout(100);
	}
};

/** Starts libvirtd and waits until it listens. */
export const startLibvirtd = async (run: Run): Promise<void> => {
	await run(
		'libvirtd',
		'--daemon',
		'--config',
		'/etc/libvirt/libvirtd.conf',
		'--pid-file',
		'/run/libvirtd.pid',
	);
};

/** Starts sshd, on the loopback of the lab's network namespace. */
export const startSshd = async (run: Run): Promise<void> => {
	await run('/usr/sbin/sshd', '-f', '/run/ssh/sshd_config', '-E', '/var/log/sshd.log');
};

/** Gives the host's end of a tap its address, once its guest was started. */
export const setTapUp = async (run: Run, {name, hostAddress}: Tap): Promise<void> => {
	await run('ip', 'address', 'add', `${hostAddress}/30`, 'dev', name);
	await run('ip', 'link', 'set', name, 'up');
};

/** Starts both daemons and all guests, and waits until the guests move data at their rates. */
export const startWorld = async (run: Run, folder: string, image: GuestImage): Promise<void> => {
	await startLibvirtd(run);
	await startSshd(run);
	const virsh = openVirsh(run);
	for (const name of ['disks', 'consoles']) {
		mkdirSync(join(folder, name));
	}

	for (const guest of [...runningGuests, idle]) {
		const xml = join(folder, `${guest.name}.xml`);
		const disk = (name: string) => makeDisk(folder, `${guest.name}-${name}`);
		writeFileSync(consoleOf(folder, guest), '');
		writeFileSync(
			xml,
			domainXml(guest, {...image, vda: disk('vda'), vdb: disk('vdb'), console: consoleOf(folder, guest)}),
		);
		await virsh.ask('define', xml);
	}

	await Promise.all(runningGuests.map(({name}) => virsh.ask('start', name)));
	await setTapUp(run, tap);
	await Promise.all(runningGuests.map((guest) => untilPaced(folder, guest)));
};

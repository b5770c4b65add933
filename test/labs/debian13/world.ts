import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {GuestImage} from '../guest-image.ts';
import {type Command, enterNamespace, openNamespace} from '../libvirt/namespace.ts';
import {layRoot} from '../libvirt/root.ts';
import {openVirsh, type Run, runner, type Virsh} from '../libvirt/virsh.ts';
import {consoleOf, startLibvirtd, untilPaced} from '../libvirt/world.ts';
import {labProgram, type Program} from '../program.ts';
import {guestXml, type LibvirtGuest} from './guest-xml.ts';
import {type Guests, layered, makeGuests, network} from './guests.ts';
import {type SystemName, systemRoot} from './recipe.ts';

/** One of the systems, which runs, with its libvirtd. */
export type World = Program & {
	readonly system: SystemName;
	/** Has the same place on this machine and in the world. Its `root/run` is the world's /run. */
	readonly folder: string;
	/** Wraps a command so that it runs in the world. */
	readonly enter: (command: Command) => Command;
	readonly run: Run;
	readonly virsh: Virsh;
	readonly guests: Guests;
	readonly image: GuestImage;
	/** What runs here, as `libvirt 11.3.0 + QEMU 10.0.2`. */
	readonly versions: {readonly libvirt: string; readonly qemu: string};
	/** Ends all that runs in the world, and removes its folder. */
	readonly close: () => Promise<void>;
};

const project = join(import.meta.dirname, '../../..');

/** A virtual switch that forwards by itself: the kernel's module for it may be missing. */
const startOpenVswitch = async (run: Run): Promise<void> => {
	const {bridge, host} = network.beta;
	const script = `
mkdir -p /run/openvswitch /var/log/openvswitch
ovsdb-tool create /run/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server /run/openvswitch/conf.db --remote=punix:/run/openvswitch/db.sock --pidfile --detach
ovs-vsctl --no-wait init
ovs-vswitchd --pidfile --detach
ovs-vsctl add-br ${bridge} -- set bridge ${bridge} datapath_type=netdev
ip link set ${bridge} up
ip address add ${host}/30 dev ${bridge}`;
	await run('bash', '-euc', script);
};

/** Starts the guests, and waits until they move data at their rates. */
const startGuests = async (world: World): Promise<void> => {
	const {run, virsh, folder} = world;
	const guests: readonly LibvirtGuest[] = Object.values(world.guests);
	await run('qemu-img', 'create', '-q', '-f', 'qcow2', layered(folder, 0), '64M');
	for (const guest of guests) {
		const file = join(folder, `${guest.name}.xml`);
		writeFileSync(consoleOf(folder, guest), '');
		writeFileSync(file, guestXml(guest, folder, world.image));
		await virsh.ask('define', file);
		await virsh.ask('start', guest.name);
	}

	await run('ip', 'address', 'add', `${network.alpha.host}/30`, 'dev', network.alpha.tap);
	await run('ip', 'link', 'set', network.alpha.tap, 'up');
	await Promise.all(guests.map((guest) => untilPaced(folder, guest)));
};

const versionsOf = async ({ask}: Virsh): Promise<World['versions']> => {
	const text = await ask('version');
	const [libvirt = '', qemu = ''] = ['libvirt', 'hypervisor: QEMU'].map(
		(name) => new RegExp(`${name} ([\\d.]+)`).exec(text)?.[1],
	);
	return {libvirt: `libvirt ${libvirt}`, qemu: `QEMU ${qemu}`};
};

/**
Starts a system with its libvirtd, a virtual switch and all guests.
@param parent folder of the initramfs too, in which the world's folder is made.
*/
export const openWorld = async (system: SystemName, parent: string, image: GuestImage): Promise<World> => {
	const folder = mkdtempSync(join(parent, `${system}-`));
	layRoot(folder);
	for (const name of ['disks', 'consoles']) {
		mkdirSync(join(folder, name));
	}

	const kept = [parent, dirname(image.kernel), project, process.execPath];
	const init = join(import.meta.dirname, 'system-init.sh');
	const before = ['bash', init, systemRoot(process.env, system), ...kept, '--'];
	const namespace = await openNamespace(folder, before);
	const enter = enterNamespace(namespace.keeper);
	const run = runner(enter);
	const virsh = openVirsh(run);
	const close = async (): Promise<void> => {
		await namespace.close();
		rmSync(folder, {recursive: true, force: true});
	};

	try {
		await startLibvirtd(run);
		await startOpenVswitch(run);
		const guests = makeGuests(folder, system);
		const versions = await versionsOf(virsh);
		const world = {...labProgram(enter), system, folder, enter, run, virsh, guests, image, versions, close};
		await startGuests(world);
		return world;
	} catch (error) {
		const words = readFileSync(join(folder, 'root/var/log/libvirtd.log'), 'utf8').slice(-2000);
		await close();
		throw new Error(`${system} did not start: ${words}`, {cause: error});
	}
};

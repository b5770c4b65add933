import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {consoleOf, untilPaced} from '../libvirt/world.ts';
import {type Monitor, openMonitor} from '../qemu/monitor.ts';
import {proxmoxGuests} from './proxmox-guests.ts';
import {delta, deltaImage, macvtap, type QmpGuest} from './qmp-guests.ts';
import type {World} from './world.ts';

/** A guest that runs, with the lab's own client on its second socket. */
export type RunningGuest = QmpGuest & {readonly monitor: Monitor};

/** A cable with a macvtap at its far end, and the macvtap's device, which the kernel makes in no /dev but its own. */
const makeMacvtap = `
ip link add cable0 type veth peer name cable1
ip link set cable0 up
ip link set cable1 up
ip address add 198.18.4.1/24 dev cable0
ip link add link cable1 name ${macvtap.name} address ${macvtap.mac} type macvtap mode bridge
ip link set ${macvtap.name} up
numbers=$(cat /sys/class/net/${macvtap.name}/macvtap/tap*/dev)
mknod "/dev/tap$(cat /sys/class/net/${macvtap.name}/ifindex)" c "\${numbers%:*}" "\${numbers#*:}"`;

/** Ends libvirt's guests, and starts guests that no libvirt manages. Waits until they move data and were sent packets. */
export const startQmpGuests = async (world: World) => {
	const {folder, image, run, virsh} = world;
	for (const {name} of Object.values(world.guests)) {
		await virsh.ask('destroy', name);
	}

	mkdirSync(join(folder, 'sockets'));
	await run('qemu-img', 'create', '-q', '-f', 'qcow2', deltaImage(folder), '64M');
	const proxmox = proxmoxGuests({folder, image});
	await run('bash', '-euc', `${makeMacvtap}${proxmox.script}`);
	const started = async (guest: QmpGuest): Promise<RunningGuest> => {
		writeFileSync(consoleOf(folder, guest), '');
		await run(...guest.command);
		return {...guest, monitor: await openMonitor(guest.socket)};
	};
	const {web, database, windows} = proxmox.guests;
	const guests = {
		delta: await started(delta({folder, image})),
		web: await started(web),
		database: await started(database),
		windows: await started(windows),
	};
	await run('bash', '-euc', 'ip address add 198.18.2.1/30 dev delta0; ip link set delta0 up');
	await Promise.all(Object.values(guests).map((guest) => untilPaced(folder, guest)));
	// The last address is free: that the host asks for it reaches the macvtap.
	const send = 'for i in {1..20}; do for address; do echo > /dev/udp/$address/9; done; done';
	await run('bash', '-c', send, 'send', '198.18.2.2', '198.18.3.2', '198.18.4.9');
	return guests;
};

export type RunningGuests = Awaited<ReturnType<typeof startQmpGuests>>;

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {openTerminal} from '../../helpers/real-terminal.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import {checkTruth} from '../check-truth.ts';
import type {ToldGuest} from '../guest-truth.ts';
import {sendTraffic, type Traffic} from '../send-traffic.ts';
import {domainXml, type GuestConfig, runningGuests, tapOf} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {system} from './virsh.ts';
import {makeDisk, setTapUp, untilPaced} from './world.ts';

const tap = tapOf(1);

const mover: GuestConfig = {
	name: 'told-mover',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e11',
	vcpus: 2,
	vda: {read: 200, write: 120},
	vdb: {read: 80, write: 160},
	nic: tap,
	period: 1,
};

/** It reads so little that its main loop hardly counts, and enough to be paced. */
const spinner: GuestConfig = {
	...mover,
	name: 'told-spinner',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e12',
	vda: {read: 4, write: 0},
	vdb: {read: 0, write: 0},
	nic: 'user',
};

describeLibvirt('what guests count themselves', () => {
	let lab: Lab;
	let traffic: Traffic | undefined;

	const fileOf = ({name}: GuestConfig): string => join(lab.folder, 'consoles', `${name}-accounts`);

	const start = async (guest: GuestConfig, busy: number): Promise<void> => {
		const file = fileOf(guest);
		const console = join(lab.folder, 'consoles', guest.name);
		writeFileSync(file, '');
		writeFileSync(console, '');
		const gammas = await lab.virsh.ask('dumpxml', 'gamma');
		const of = (element: string): string =>
			new RegExp(`<${element}>(.*)</${element}>`).exec(gammas)?.[1] ?? '';
		const disk = (name: string): string => makeDisk(lab.folder, `${guest.name}-${name}`);
		const {vcpus, nic} = guest;
		const xml = join(lab.folder, `${guest.name}.xml`);
		writeFileSync(
			xml,
			domainXml(
				{...guest, telling: {file, vcpus, busy, ...(nic !== 'user' && {peer: nic.hostAddress})}},
				{kernel: of('kernel'), initramfs: of('initrd'), vda: disk('vda'), vdb: disk('vdb'), console},
			),
		);
		await lab.virsh.ask('create', xml);
	};

	beforeAll(async () => {
		lab = openLab();
		for (const {name} of runningGuests) {
			await lab.virsh.ask('suspend', name);
		}

		await start(mover, 0);
		await start(spinner, 40);
		await setTapUp(lab.run, tap);
		await Promise.all([mover, spinner].map((guest) => untilPaced(lab.folder, guest)));
		traffic = sendTraffic(lab.enter, tap.guestAddress);
	});

	afterAll(async () => {
		await traffic?.stop();
		for (const {name} of [mover, spinner]) {
			await lab.virsh.ask('destroy', name).catch(() => {});
		}

		for (const {name} of runningGuests) {
			await lab.virsh.ask('resume', name);
		}
	});

	test('is what domtop shows', {timeout: 240_000}, async ({annotate}) => {
		const told = async (guest: GuestConfig): Promise<ToldGuest> => ({
			...guest,
			pid: Number(await lab.run('cat', `/run/libvirt/qemu/${guest.name}.pid`)),
			file: fileOf(guest),
			disks: {vda: 'vda', vdb: 'vdb'},
		});
		await checkTruth(
			{
				uri: system,
				watch: lab.watch,
				openScreen: (parameters) =>
					openTerminal(openSandbox(), lab.enter(builtProgram(parameters)), {columns: 240, rows: 30}),
				run: lab.run,
			},
			{mover: await told(mover), spinner: await told(spinner)},
			annotate,
		);
	});
});

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {openTerminal} from '../../helpers/real-terminal.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import {checkTruth} from '../check-truth.ts';
import type {ToldGuest} from '../guest-truth.ts';
import {runner} from '../libvirt/virsh.ts';
import {sendTraffic, type Traffic} from '../send-traffic.ts';
import {setPeriod} from './balloon-witness.ts';
import type {Guest} from './guest.ts';
import type {GuestOptions} from './guest-options.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {guestAddress, hostAddress, mayTap, ownTap, setTapUp} from './own-tap.ts';
import {watch} from './program.ts';

const mover = {
	name: 'told-mover',
	style: 'blockdev',
	vda: {read: 200, write: 120},
	vdb: {read: 80, write: 160},
	balloon: 'named',
	driver: true,
} as const satisfies GuestOptions;

/** It reads so little that its main loop hardly counts, and enough to be paced. */
const spinner = {
	...mover,
	name: 'told-spinner',
	vda: {read: 4, write: 0},
	vdb: {read: 0, write: 0},
} as const satisfies GuestOptions;

describeLab('what guests count themselves', () => {
	let lab: Lab;
	let guests: {readonly mover: Guest; readonly spinner: Guest};
	let traffic: Traffic | undefined;

	const fileOf = ({name}: {readonly name: string}): string => join(lab.folder, name);

	const boot = (options: GuestOptions, busy: number): Promise<Guest> => {
		const file = fileOf(options);
		writeFileSync(file, '');
		return lab.boot({...options, telling: {file, vcpus: 2, busy, ...(options.tap && {peer: hostAddress})}});
	};

	beforeAll(async () => {
		lab = openLab();
		const [moves, spins] = await Promise.all([
			boot({...mover, ...(mayTap ? {tap: ownTap} : {})}, 0),
			boot(spinner, 40),
		]);
		guests = {mover: moves, spinner: spins};
		await setPeriod(moves, 1);
		if (mayTap) {
			setTapUp();
			traffic = sendTraffic((command) => command, guestAddress);
		}
	});

	afterAll(async () => {
		await traffic?.stop();
		await lab.close();
	});

	test('is what domtop shows', {timeout: 240_000}, async ({annotate}) => {
		const told = (guest: Guest): ToldGuest => ({
			...guest.options,
			pid: guest.pid,
			file: fileOf(guest.options),
			disks: {vda: 'disk0', vdb: 'disk1'},
		});
		await checkTruth(
			{
				uri: lab.uri,
				watch,
				openScreen: (parameters) =>
					openTerminal(openSandbox(), builtProgram(parameters), {columns: 240, rows: 30}),
				run: runner((command) => command),
			},
			{mover: told(guests.mover), spinner: told(guests.spinner)},
			annotate,
		);
	});
});

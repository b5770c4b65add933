import {onTestFinished} from 'vitest';
import {xenDriver} from '../../../drivers/xen/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Connection, ConnectionStatus, DriverOptions} from '../../../source/driver/driver.ts';
import {createShiftedClock, type ShiftedClock} from '../../helpers/shifted-clock.ts';
import {type FakeQemu, startFakeQemu} from '../qemu/fake-qemu.ts';
import {readRecording} from '../qemu/recording.ts';
import {parseStoreListing} from './captured-store.ts';
import {type CapturedTree, createCapturedTree, recordedTree, xenFixture} from './captured-tree.ts';
import {createFakeHypervisorCommands, type FakeHypervisorCommands} from './fake-hypervisor-commands.ts';
import {type FakeXenstored, startFakeXenstored} from './fake-xenstored.ts';

/** A whole captured dom0: its kernel's files, its xenstore, its hypervisor, and the QEMU of its QDisk. */
export type CapturedDom0 = {
	readonly tree: CapturedTree;
	readonly clock: ShiftedClock;
	readonly store: FakeXenstored;
	readonly hypervisor: FakeHypervisorCommands;
	readonly qemu: FakeQemu;
	readonly options: DriverOptions;
	readonly statuses: readonly ConnectionStatus[];
	/** Adds so much to every counter of the VBDs of domain 1. */
	readonly move: (steps: number) => void;
	/** Closed when the test ends. */
	readonly connect: () => Promise<Connection>;
};

/** Devids of d1's disks on blkback. */
export const vbds = [51712, 51728, 51744, 268439552] as const;
/** The counters of a VBD. */
export const statistics = ['rd_req', 'wr_req', 'f_req', 'ds_req', 'oo_req', 'rd_sect', 'wr_sect'] as const;

export const createCapturedDom0 = async (
	clock: ShiftedClock = createShiftedClock(),
): Promise<CapturedDom0> => {
	const tree = createCapturedTree(recordedTree('backend/tree-running.json'));
	const store = await startFakeXenstored(tree.root, {
		nodes: parseStoreListing(xenFixture('backend/xenstore-running.txt')),
	});
	const hypervisor = createFakeHypervisorCommands({clock});
	const qemu = await startFakeQemu(
		`${tree.root}/run/xen/qmp-libxenstat-1`,
		readRecording('../xen/qmp/after.jsonl'),
	);
	const statuses: ConnectionStatus[] = [];
	const options: DriverOptions = {
		root: tree.root,
		clock,
		spawn: hypervisor.spawn,
		readOnly: false,
		onStatus: (status) => statuses.push(status),
	};
	return {
		tree,
		clock,
		store,
		hypervisor,
		qemu,
		options,
		statuses,
		move: (steps) => {
			for (const devid of vbds) {
				for (const file of statistics) {
					const path = tree.vbdFile(1, devid, `statistics/${file}`);
					const kept = tree.captured(`/sys/devices/vbd-1-${devid}/statistics/${file}`);
					tree.write(path, `${Number(kept) + steps}\n`);
				}
			}
		},
		connect: async () => {
			const connection = await xenDriver.connect(parseAddress('xl:'), options);
			onTestFinished(connection.close);
			return connection;
		},
	};
};

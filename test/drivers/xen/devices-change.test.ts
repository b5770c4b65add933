import {describe, expect, test} from 'vitest';
import {eventually} from '../../helpers/eventually.ts';
import type {Message} from '../qemu/recording.ts';
import {type CapturedDom0, statistics} from './captured-dom0.ts';
import {domainOf, openDom0} from './open-dom0.ts';

/** Waits for xenstore's events as a refresh does, and reads domain 1. */
const openGuest = async (prepare?: (dom0: CapturedDom0) => void) => {
	const {dom0, read} = await openDom0(prepare);
	const guest = async () => domainOf(await read(), 1);
	return {
		dom0,
		read,
		guest,
		disk: async (name: string) => (await guest()).disks?.find((disk) => disk.name === name),
		nic: async (name: string) => (await guest()).nics?.find((nic) => nic.name === name),
	};
};

const attachDisk = (
	{store, tree}: CapturedDom0,
	devid: number,
	nodes: Readonly<Record<string, string>>,
	count = 5,
	server = 0,
): void => {
	const backend = `/local/domain/${server}/backend/vbd/1/${devid}`;
	for (const [node, value] of Object.entries(nodes)) {
		store.write(`${backend}/${node}`, value);
	}

	store.write(`/libxl/1/device/vbd/${devid}/backend`, backend);
	if (server === 0) {
		const folder = `/sys/bus/xen-backend/devices/vbd-1-${devid}`;
		tree.put({
			[`${folder}/state`]: {text: 'Connected\n'},
			...Object.fromEntries(
				statistics.map((file) => [`${folder}/statistics/${file}`, {text: `${count}\n`}] as const),
			),
		});
	}
};

describe('disks that are plugged in and out', () => {
	test('one more is there, with its name and source; gone it leaves; in again it is another', async () => {
		const {dom0, disk} = await openGuest();
		expect(await disk('xvde')).toBeUndefined();
		attachDisk(dom0, 51776, {dev: 'xvde', params: '/dev/vg/new', 'physical-sector-size': '512'});
		await dom0.store.flushed();
		const first = await disk('xvde');
		expect(first).toMatchObject({source: '/dev/vg/new', readSectors: 5, physicalSectorBytes: 512});
		dom0.tree.detach('vbd-1-51776');
		dom0.store.remove('/libxl/1/device/vbd/51776');
		dom0.store.remove('/local/domain/0/backend/vbd/1/51776');
		await dom0.store.flushed();
		expect(await disk('xvde')).toBeUndefined();
		attachDisk(dom0, 51776, {dev: 'xvde', params: '/dev/vg/other'}, 900);
		await dom0.store.flushed();
		const second = await disk('xvde');
		expect(second).toMatchObject({source: '/dev/vg/other', readSectors: 900});
		expect(second?.incarnation).not.toBe(first?.incarnation);
	});

	test.each([
		['phy:', {params: '/dev/disk/by-id/x', type: 'phy'}],
		[
			'a script for iSCSI',
			{params: 'iqn=iqn.2026-11.example:a,portal=192.0.2.1', script: '/etc/xen/scripts/block-iscsi'},
		],
		['a script for DRBD', {params: 'r0', script: '/etc/xen/scripts/block-drbd'}],
		['a script for RBD', {params: 'rbd:pool/image', script: '/etc/xen/scripts/block-rbd'}],
		['tap on blktap2’s device', {params: '/dev/xen/blktap-2/tapdev0', type: 'tap'}],
	])('%s: the kernel counts it', async (_kind, nodes) => {
		const {disk} = await openGuest((dom0) => attachDisk(dom0, 51776, {dev: 'xvde', ...nodes}));
		expect(await disk('xvde')).toMatchObject({source: nodes.params, backend: 'vbd', readSectors: 5});
	});

	test.each([3, 17, 32_000])(
		'domain %i, a driver domain, has the counters of what it serves',
		async (server) => {
			const {disk, guest} = await openGuest((dom0) => {
				attachDisk(dom0, 51776, {dev: 'xvde', params: '/dev/sdb'}, 0, server);
				const vif = `/local/domain/${server}/backend/vif/1/7`;
				dom0.store.write(`${vif}/mac`, '00:16:3e:00:00:07');
				dom0.store.write('/libxl/1/device/vif/7/backend', vif);
			});
			expect(await disk('xvde')).toEqual({
				name: 'xvde',
				source: '/dev/sdb',
				backend: 'vbd',
				reason: `domain ${server}, a driver domain, serves it: its counters are there`,
			});
			expect((await guest()).nics).toContainEqual({
				name: 'vif1.7',
				mac: '00:16:3e:00:00:07',
				reason: `domain ${server}, a driver domain, serves it`,
			});
		},
	);
});

describe('QDisks of one QEMU', () => {
	const twice = (reply: Message): Message => {
		const [entry] = reply.return as readonly Message[];
		return {
			...reply,
			return: [
				entry,
				{...entry, 'node-name': 'xvdi-qcow2', stats: {...(entry?.stats as object), wr_bytes: 77}},
			],
		};
	};

	test('one more is identified by its node; called otherwise it keeps its counters', async () => {
		const {dom0, disk} = await openGuest();
		const backend = '/local/domain/0/backend/qdisk/1/51840';
		dom0.qemu.change('query-blockstats', twice);
		dom0.store.write(`${backend}/dev`, 'xvdi');
		dom0.store.write(`${backend}/params`, 'qcow2:/tmp/i.qcow2');
		dom0.store.write('/libxl/1/device/vbd/51840/backend', backend);
		await dom0.store.flushed();
		await eventually(async () => (await disk('xvdi'))?.writeBytes).toBe(77);
		expect(await disk('xvdh')).toMatchObject({writeBytes: 4_194_304});
		const before = await disk('xvdi');
		dom0.store.write(`${backend}/dev`, 'd8p0');
		await dom0.store.flushed();
		await eventually(async () => (await disk('d8p0'))?.writeBytes).toBe(77);
		expect((await disk('d8p0'))?.incarnation).toBe(before?.incarnation);
	});
});

describe('NICs that are plugged in and out', () => {
	const attachNic = ({store, tree}: CapturedDom0): void => {
		const backend = '/local/domain/0/backend/vif/1/5';
		store.write(`${backend}/mac`, '00:16:3E:00:00:05');
		store.write('/libxl/1/device/vif/5/backend', backend);
		tree.put({'/sys/bus/xen-backend/devices/vif-1-5/state': {text: 'Connected\n'}});
		tree.write(
			'/proc/net/dev',
			`${tree.captured('/proc/net/dev').trimEnd()}\nvif1.5: 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0\n`,
		);
	};

	test('one more is there in the guest’s direction, gone it leaves, in again it is another', async () => {
		const {dom0, nic} = await openGuest();
		attachNic(dom0);
		await dom0.store.flushed();
		const first = await nic('vif1.5');
		expect(first).toMatchObject({mac: '00:16:3e:00:00:05', receiveBytes: 20, transmitBytes: 10});
		dom0.tree.detach('vif-1-5');
		dom0.store.remove('/libxl/1/device/vif/5');
		dom0.tree.write('/proc/net/dev', dom0.tree.captured('/proc/net/dev'));
		await dom0.store.flushed();
		expect(await nic('vif1.5')).toBeUndefined();
		attachNic(dom0);
		await dom0.store.flushed();
		expect((await nic('vif1.5'))?.incarnation).not.toBe(first?.incarnation);
	});
});

test.each(['web 01 (prod)', 'größer', '4711', '-rf', 'x'.repeat(100)])(
	'a guest renamed %s keeps its key, its incarnation and its disks',
	async (name) => {
		const {dom0, guest} = await openGuest();
		const before = await guest();
		dom0.store.write('/local/domain/1/name', name);
		await dom0.store.flushed();
		const after = await guest();
		expect(after).toMatchObject({name, key: before.key, incarnation: before.incarnation});
		expect(after.disks?.map((disk) => disk.incarnation)).toEqual(
			before.disks?.map((disk) => disk.incarnation),
		);
	},
);

test('what a guest or a driver domain writes into a name moves no cursor, in any place', async () => {
	const evil = '\u001B]0;x\u0007\u009B2J\u202E\r\n';
	const {read} = await openGuest((dom0) => {
		attachDisk(dom0, 51776, {dev: evil, params: evil, type: evil, 'physical-sector-size': evil, state: evil});
		attachDisk(dom0, 51808, {dev: evil, params: evil}, 0, 9);
		for (const node of ['name', 'vm', 'memory/meminfo', 'memory/target', 'data/meminfo_free']) {
			dom0.store.write(`/local/domain/2/${node}`, evil);
		}

		dom0.store.write('/local/domain/0/backend/vif/1/0/vifname', evil);
		dom0.store.write('/local/domain/0/backend/vif/1/0/mac', evil);
		dom0.store.write('/libxl/1/device/vif/6/backend', `/local/domain/0/backend/vif/1/6${evil}`);
	});
	const sample = await read();
	expect(sample.problems.length).toBeGreaterThan(0);
	expect(JSON.stringify(sample)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]|\\u00[01]|\\[rn]/);
});

import {describe, expect, test} from 'vitest';
import {eventually} from '../../helpers/eventually.ts';
import {type FakeQemu, startFakeQemu} from '../qemu/fake-qemu.ts';
import {type Message, readRecording} from '../qemu/recording.ts';
import {statistics} from './captured-dom0.ts';
import {domainOf, type OpenDom0, openDom0} from './open-dom0.ts';

/** What the device model of the captured HVM guest counted of hda, which is on blkback, and of hdb, a QDisk. */
const hda = {readBytes: 623_104, readRequests: 1217, writeBytes: 311_296, writeRequests: 608};
const hdb = {readBytes: 622_592, readRequests: 1216, writeBytes: 0, writeRequests: 0};

type Entry = Message & {readonly device: string; readonly 'node-name': string};

const entries = (change: (list: readonly Entry[]) => readonly unknown[]) => (reply: Message) => ({
	...reply,
	return: change(reply.return as readonly Entry[]),
});

const busy = {hda: [768, '3', '900'], hdb: [832, '2', '0']} as const;

type Dom0 = OpenDom0['dom0'];

/** A disk as libxl writes it into xenstore. */
const store = (dom0: Dom0, kind: string, devid: number, nodes: Readonly<Record<string, string>>): void => {
	const backend = `/local/domain/0/backend/${kind}/2/${devid}`;
	for (const [node, value] of Object.entries(nodes)) {
		dom0.store.write(`${backend}/${node}`, value);
	}

	dom0.store.write(`/libxl/2/device/vbd/${devid}/backend`, backend);
};

/** As the kernel lists a VBD: without a ring its counters are zeros. */
const list = (dom0: Dom0, devid: number, state: string, count: number): void => {
	const folder = `/sys/bus/xen-backend/devices/vbd-2-${devid}`;
	dom0.tree.put({
		[`${folder}/state`]: {text: `${state}\n`},
		...Object.fromEntries(
			statistics.map((file) => [`${folder}/statistics/${file}`, {text: `${count}\n`}] as const),
		),
	});
};

const withoutHda = (dom0: Dom0): void => {
	dom0.store.remove('/libxl/2/device/vbd/768');
	dom0.tree.detach('vbd-2-768');
};

/** Domain 2 as an HVM guest in its firmware: hda on blkback without a ring, hdb a QDisk. */
const openHvm = async (state = 'InitWait', prepare: (dom0: Dom0) => void = () => {}) => {
	let qemu: FakeQemu | undefined;
	const opened = await openDom0(async (dom0) => {
		store(dom0, 'vbd', busy.hda[0], {
			dev: 'hda',
			params: '/tmp/hd.img',
			type: 'phy',
			'physical-sector-size': '4096',
		});
		store(dom0, 'qdisk', busy.hdb[0], {dev: 'hdb', params: 'aio:/tmp/b2.img', type: 'qdisk'});
		dom0.store.write('/local/domain/2/name', 'hvm1');
		list(dom0, busy.hda[0], state, 0);
		prepare(dom0);
		qemu = await startFakeQemu(
			`${dom0.tree.root}/run/xen/qmp-libxenstat-2`,
			readRecording('../xen/qmp/hvm.jsonl'),
		);
	});
	return {
		...opened,
		qemu: qemu as FakeQemu,
		disks: async () => domainOf(await opened.read(), 2).disks ?? [],
	};
};

describe('an HVM guest in its firmware, or without PV drivers', () => {
	test.each(['InitWait', 'Closing', 'Closed', 'Initialising', 'Reconfiguring'])(
		'its disk on blkback in %s has what its device model counts, one row a disk',
		async (state) => {
			const {disks, qemu} = await openHvm(state);
			const [first, second, ...others] = await disks();
			expect(first).toMatchObject({name: 'hda', source: '/tmp/hd.img', backend: 'vbd', ...hda});
			expect(first?.reason).toBeUndefined();
			expect(first?.readSectors).toBeUndefined();
			expect(first?.physicalSectorBytes).toBeUndefined();
			expect(second).toMatchObject({name: 'hdb', backend: 'qdisk', ...hdb});
			expect(others).toEqual([]);
			expect(qemu.asked).toEqual(['qmp_capabilities', 'query-blockstats']);
			await eventually(qemu.clients).toBe(0);
		},
	);

	test('once its PV driver has a ring the kernel counts, and QEMU is not asked for it; both ways begin again', async () => {
		const {dom0, disks, qemu} = await openHvm();
		const [emulated] = await disks();
		list(dom0, busy.hda[0], 'Connected', 7);
		const [connecting] = await disks();
		expect(connecting).toMatchObject({readSectors: 7, physicalSectorBytes: 4096});
		expect(connecting?.readBytes).toBeUndefined();
		expect(connecting?.incarnation).not.toBe(emulated?.incarnation);
		dom0.store.remove('/libxl/2/device/vbd/832');
		await disks();
		const asked = qemu.asked.length;
		expect((await disks())[0]).toEqual(connecting);
		expect(qemu.asked).toHaveLength(asked);
		list(dom0, busy.hda[0], 'Closed', 0);
		await disks();
		const [again] = await disks();
		expect(again).toMatchObject(hda);
		expect(again?.incarnation).not.toBe(connecting?.incarnation);
	});

	test('a connected disk that nothing moved yet counts zeros, whatever its emulated twin counted', async () => {
		const {dom0, disks} = await openHvm();
		await disks();
		list(dom0, busy.hda[0], 'Connected', 0);
		expect((await disks())[0]).toMatchObject({readSectors: 0, writeRequests: 0});
	});

	test('one that the guest unplugged has the kernel’s reason again', async () => {
		const {disks, qemu} = await openHvm('Initialised');
		qemu.change(
			'query-blockstats',
			entries((all) => all.filter(({device}) => device !== 'ide0-hd0')),
		);
		const [first, second] = await disks();
		expect(first).toMatchObject({name: 'hda', reason: 'its backend is Initialised: nothing counts'});
		expect(second).toMatchObject(hdb);
	});
});

describe('which drive is whose', () => {
	test.each([
		['xvda', 51712, 'ide0-hd0'],
		['hdd', 5696, 'ide1-hd1'],
		['xvdc', 51744, 'ahcidisk-2'],
		['xvdf', 51792, 'ahcidisk-5'],
		['sdb', 2064, 'scsi0-hd1'],
	])('%s (%i) is %s, though its image has another name', async (name, devid, device) => {
		const {disks, qemu} = await openHvm('InitWait', (dom0) => {
			withoutHda(dom0);
			store(dom0, 'vbd', devid, {dev: name, params: 'iqn.2026-11.example:disk', script: 'block-iscsi'});
			list(dom0, devid, 'InitWait', 0);
		});
		qemu.change(
			'query-blockstats',
			entries(([entry]) => [{...entry, device, 'node-name': '#block7'}]),
		);
		qemu.change('query-block', (reply) => ({...reply, return: []}));
		expect((await disks()).find((disk) => disk.name === name)).toMatchObject({...hda, backend: 'vbd'});
	});

	test('a drive of no known place is identified by its image', async () => {
		const {disks, qemu} = await openHvm();
		qemu.change(
			'query-blockstats',
			entries(([entry]) => [{...entry, device: 'virtio7'}]),
		);
		qemu.change(
			'query-block',
			entries(([entry]) => [{...entry, device: 'virtio7'}]),
		);
		expect((await disks())[0]).toMatchObject(hda);
	});

	test('two disks of one image are identified by their places', async () => {
		const {disks} = await openHvm('InitWait', (dom0) =>
			dom0.store.write('/local/domain/0/backend/qdisk/2/832/params', 'aio:/tmp/hd.img'),
		);
		expect(await disks()).toMatchObject([hda, hdb]);
	});

	test('a CD-ROM is known by its devid: empty it has no medium, and another one in it begins again', async () => {
		const {dom0, disks, qemu} = await openHvm('InitWait', (world) =>
			store(world, 'qdisk', 5632, {dev: 'hdc', params: 'aio:', type: 'qdisk', 'device-type': 'cdrom'}),
		);
		const drive = (node: string) =>
			entries((all) => [...all, {...all[0], device: 'ide-5632', 'node-name': node}]);
		const cdrom = async () => (await disks()).find(({name}) => name === 'hdc');
		qemu.change('query-blockstats', drive(''));
		expect(await cdrom()).toEqual({
			name: 'hdc',
			backend: 'qdisk',
			reason: 'no medium',
		});
		// As `xl cd-insert` leaves it: QEMU knows the image as a descriptor that libxl passed.
		dom0.store.write('/local/domain/0/backend/qdisk/2/5632/params', 'aio:/tmp/a.iso');
		qemu.change('query-blockstats', drive('#block900'));
		await eventually(async () => (await cdrom())?.source).toBe('aio:/tmp/a.iso');
		const first = await cdrom();
		expect(first).toMatchObject(hda);
		qemu.change('query-blockstats', drive('#block901'));
		const second = await cdrom();
		expect(second).toMatchObject(hda);
		expect(second?.incarnation).not.toBe(first?.incarnation);
	});

	test('one that tapdisk serves is QEMU’s only while its backend has no ring', async () => {
		const {dom0, disks, qemu} = await openHvm('InitWait', (world) => {
			withoutHda(world);
			store(world, 'vbd3', 51712, {dev: 'xvda', params: 'vhd:/sr/a.vhd', state: '2'});
		});
		const first = async () => (await disks()).find(({name}) => name === 'xvda');
		expect(await first()).toMatchObject({backend: 'vbd3', ...hda});
		dom0.store.write('/local/domain/0/backend/vbd3/2/51712/state', '4');
		const reason = 'tapdisk serves it (vbd3): its counters are not in sysfs';
		await eventually(async () => (await first())?.reason).toBe(reason);
		expect(qemu.served()).toBeGreaterThan(0);
	});

	test('a driver domain’s disk is not QEMU’s, whatever QEMU says', async () => {
		const {disks} = await openHvm('InitWait', (dom0) => {
			withoutHda(dom0);
			dom0.store.write('/libxl/2/device/vbd/51712/backend', '/local/domain/7/backend/vbd/2/51712');
		});
		const first = (await disks()).find(({name}) => name === 'xvda');
		expect(first).toMatchObject({reason: expect.stringContaining('domain 7, a driver domain, serves it')});
		expect(first?.readBytes).toBeUndefined();
	});
});

describe('when the device model does not tell', () => {
	test('a PV or PVH guest has none: no QEMU is asked, and the kernel’s reason stands', async () => {
		const {disks, read, qemu} = await openHvm();
		await qemu.close();
		const [first] = await disks();
		expect(first).toMatchObject({reason: 'its backend is InitWait: nothing counts'});
		const {dom0, read: readPv} = await openDom0((world) => list(world, 768, 'InitWait', 0));
		store(dom0, 'vbd', 768, {dev: 'hda', params: '/tmp/hd.img'});
		const sample = await readPv();
		expect(domainOf(sample, 2).disks).toMatchObject([
			{name: 'hda', reason: 'its backend is InitWait: nothing counts'},
		]);
		expect(sample.problems).toEqual([]);
		await read();
	});

	test('one that is held by another client costs no row, and comes back as it was', async () => {
		const {dom0, disks, read, qemu} = await openHvm();
		const [before] = await disks();
		qemu.hush();
		await eventually(async () => (await disks())[0]?.reason).toBe('its backend is InitWait: nothing counts');
		const {problems} = await read();
		expect(problems).toMatchObject([{kind: 'silent', message: expect.stringMatching(/^Disks of domain 2 /)}]);
		qemu.speak();
		await eventually(async () => {
			dom0.clock.shift(10);
			return (await disks())[0]?.incarnation;
		}).toBe(before?.incarnation);
	});
});

import {describe, expect, test} from 'vitest';
import {usageOf} from '../../../source/usage/usage.ts';
import {eventually} from '../../helpers/eventually.ts';
import {aReading, momentAt} from '../../helpers/sample-builder.ts';
import {sharedIdentities} from '../../helpers/sample-rules.ts';
import {startFakeQemu} from '../qemu/fake-qemu.ts';
import {readRecording} from '../qemu/recording.ts';
import {type CapturedDom0, vbds} from './captured-dom0.ts';
import type {CapturedDomain} from './captured-readings.ts';
import {parseStoreListing, withCopiedDomain} from './captured-store.ts';
import {xenFixture} from './captured-tree.ts';
import {domainOf, heard, openDom0} from './open-dom0.ts';

const uuid = '07be5412-b946-4174-a375-bac5ab773b02';
const running = parseStoreListing(xenFixture('backend/xenstore-running.txt'));

/** What the hypervisor says of domain 1 from now on, or of several in its place. */
const become = ({hypervisor}: CapturedDom0, ...changes: readonly Partial<CapturedDomain>[]): void =>
	hypervisor.edit((answer) => ({
		...answer,
		domains: answer.domains
			.flatMap((domain) => (domain.domid === 1 ? changes.map((one) => ({...domain, ...one})) : [domain]))
			.sort((one, other) => one.domid - other.domid),
	}));

/** libxl forgets a domain: xenstore first. */
const forget = ({store, tree}: CapturedDom0): void => {
	store.remove('/libxl/1');
	store.remove('/local/domain/1');
	for (const kind of ['vbd', 'vif', 'qdisk']) {
		store.remove(`/local/domain/0/backend/${kind}/1`);
	}

	for (const devid of vbds) {
		tree.detach(`vbd-1-${devid}`);
	}

	tree.detach('vif-1-0');
	tree.detach('vif-1-1');
};

/** libxl makes one like it, with the same name. */
const remember = ({store}: CapturedDom0, id: number): void => {
	for (const [path, value] of withCopiedDomain(running, id, 'd1')) {
		if (!running.has(path)) {
			store.write(path, value);
		}
	}
};

test('a guest that reboots while its former self still dies keeps its row and its name', async () => {
	const {dom0, read} = await openDom0();
	const before = await read();
	const usage = usageOf(undefined, [aReading(before, {uri: 'xl:', driver: 'xen'})], momentAt(100));
	forget(dom0);
	remember(dom0, 7);
	become(dom0, {dying: 1, blocked: 0}, {domid: 7});
	await dom0.store.flushed();
	dom0.clock.shift(2);
	const sample = await read();
	expect(sample.problems).toEqual([]);
	expect(sharedIdentities(sample)).toEqual([]);
	expect(domainOf(sample, 7)).toMatchObject({key: uuid, uuid, name: 'd1', incarnation: '7', state: 'idle'});
	expect(domainOf(sample, 1)).toMatchObject({key: 'domain-1', uuid, name: 'd1', state: 'dying', disks: []});
	const after = usageOf(usage, [aReading(sample, {uri: 'xl:', driver: 'xen'})], momentAt(102));
	const rowKeyOf = ({domains}: typeof usage, id: number) =>
		domains.find(({domain}) => domain.id === id)?.rowKey;
	expect(rowKeyOf(after, 7)).toBe(rowKeyOf(usage, 1));
	expect(after.domains.find(({domain}) => domain.id === 7)?.cpuPercent).toBeUndefined();
	become(dom0, {domid: 7});
	const later = await read();
	expect(later.domains.map(({id}) => id)).toEqual([0, 2, 7]);
});

test('a guest that is destroyed has its name to the end, and no problem', async () => {
	const {dom0, read} = await openDom0();
	await read();
	become(dom0, {paused: 1, blocked: 0});
	await dom0.qemu.close();
	for (let second = 0; second < 5; second += 1) {
		dom0.clock.shift(1);
		expect((await read()).problems).toEqual([]);
		await heard();
	}

	forget(dom0);
	become(dom0, {dying: 1, blocked: 0});
	await dom0.store.flushed();
	const dying = await read();
	expect(dying.problems).toEqual([]);
	expect(domainOf(dying, 1)).toMatchObject({key: uuid, name: 'd1', state: 'dying', disks: [], nics: []});
	become(dom0);
	dom0.store.fire('@releaseDomain');
	await dom0.store.flushed();
	const gone = await read();
	expect(gone.domains.map(({id}) => id)).toEqual([0, 2]);
	expect(gone.problems).toEqual([]);
});

describe('a guest that is created', () => {
	const born = {domid: 7, handle: 'f'.repeat(32)};

	test('is there as soon as the hypervisor knows it, and named as soon as xenstore does', async () => {
		const {dom0, read} = await openDom0();
		await read();
		become(dom0, {}, {...born, paused: 1});
		expect(domainOf(await read(), 7)).toMatchObject({name: 'domain-7', state: 'paused', disks: []});
		remember(dom0, 7);
		await dom0.store.flushed();
		const named = domainOf(await read(), 7);
		expect(named).toMatchObject({name: 'd1', key: 'ffffffff-ffff-ffff-ffff-ffffffffffff'});
		expect(named.disks?.map(({name}) => name)).toContain('xvdh');
	});

	test('is no problem while its disks and its QEMU are made, however long that takes', async () => {
		const {dom0, read} = await openDom0();
		await read();
		become(dom0, {}, {...born, paused: 1, blocked: 0});
		remember(dom0, 7);
		dom0.tree.write('/sys/bus/xen-backend/devices/vbd-7-51712/state', 'InitWait\n');
		await dom0.store.flushed();
		for (let second = 0; second < 5; second += 1) {
			dom0.clock.shift(1);
			expect((await read()).problems).toEqual([]);
			await heard();
		}

		become(dom0, {}, born);
		dom0.clock.shift(1);
		await eventually(async () => (await read()).problems).toMatchObject([
			{kind: 'absent', domain: 'ffffffff-ffff-ffff-ffff-ffffffffffff'},
		]);
		await startFakeQemu(
			`${dom0.tree.root}/run/xen/qmp-libxenstat-7`,
			readRecording('../xen/qmp/after.jsonl'),
		);
		dom0.clock.shift(1);
		await eventually(async () => (await read()).problems).toEqual([]);
		expect(domainOf(await read(), 7).disks?.find(({name}) => name === 'xvdh')).toMatchObject({
			writeBytes: 4_194_304,
		});
	});
});

test('disks that xenstore tells and NICs that nobody does: one is known, the other has a reason', async () => {
	const {read} = await openDom0(({tree, store}) => {
		tree.remove('/sys/bus/xen-backend');
		store.refuse('DIRECTORY /libxl/1/device/vif', 'EACCES');
	});
	const domain = domainOf(await read(), 1);
	expect(domain.disks?.map(({name}) => name)).toContain('xvdh');
	expect(domain.nics).toBeUndefined();
	expect(domain.nicsReason).toMatch(/^there is no \/sys\/bus\/xen-backend/);
});

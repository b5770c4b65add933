import {describe, expect, test} from 'vitest';
import {xenDriver} from '../../../drivers/xen/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Sample} from '../../../source/model/sample.ts';
import {changed} from '../../helpers/plain-of.ts';
import {createCapturedDom0, statistics} from './captured-dom0.ts';
import {createCapturedTree, recordedTree} from './captured-tree.ts';
import {domainOf, openDom0 as open} from './open-dom0.ts';

/** A guest wrote what would move a cursor. */
const clean = (sample: Sample): void =>
	expect(JSON.stringify(sample)).not.toMatch(/[\u0000-\u001F\u007F-\u009F]|\\u00[01]/);

describe('where Xen is', () => {
	test('it is found on a dom0, by what everybody may read', async () => {
		const {options, tree} = await createCapturedDom0();
		expect(await xenDriver.detect(options)).toEqual([parseAddress('xl:')]);
		tree.write('/proc/xen/capabilities', '');
		expect(await xenDriver.detect(options)).toHaveLength(1);
		tree.write('/sys/hypervisor/properties/features', '000020f0\n');
		expect(await xenDriver.detect(options)).toEqual([]);
		tree.write('/proc/xen/capabilities', 'control_d\n');
		expect(await xenDriver.detect(options)).toHaveLength(1);
		tree.write('/sys/hypervisor/type', 'kvm\n');
		expect(await xenDriver.detect(options)).toEqual([]);
	});

	test('elsewhere it says so, and xl: takes no path', async () => {
		const {options} = await createCapturedDom0();
		const {root} = createCapturedTree();
		await expect(xenDriver.connect(parseAddress('xl:'), {...options, root})).rejects.toThrow(/no Xen dom0/);
		const address = {...parseAddress('xl:'), uri: 'xl:///run', path: '/run'};
		await expect(xenDriver.connect(address, options)).rejects.toThrow(/names a path/);
	});
});

describe('a captured dom0', () => {
	test('each domain is put together from all sources', async () => {
		const {read} = await open();
		const sample = await read();
		expect(sample.problems).toEqual([]);
		expect(sample.domains.map(({name, control}) => [name, control])).toEqual([
			['Domain-0', true],
			['d1', undefined],
			['domain-2', undefined],
		]);
		expect(domainOf(sample, 0)).toMatchObject({
			key: '00000000-0000-0000-0000-000000000000',
			state: 'running',
			disks: [],
			memory: {balloon: 'present', statsAge: 0},
		});
		const d1 = domainOf(sample, 1);
		expect(d1).toMatchObject({state: 'idle', incarnation: '1', vcpuCount: 2, memory: {maximumKiB: 131_072}});
		expect(d1.vcpus).toHaveLength(2);
		expect(domainOf(sample, 2)).toMatchObject({state: 'paused', disks: [], nics: []});
		expect(sample.host).toMatchObject({cpus: 1, memoryKiB: 1_048_024, memoryFreeKiB: 313_596});
	});

	test('every disk has its name, its source, its size of sectors and its counters', async () => {
		const {read} = await open();
		const {disks} = domainOf(await read(), 1);
		expect(disks).toMatchObject([
			{name: 'xvda', source: '/dev/loop0', backend: 'vbd', physicalSectorBytes: 512},
			{name: 'xvdb', source: '/dev/loop1', backend: 'vbd', physicalSectorBytes: 4096},
			{name: 'xvdc', source: '/dev/sda', backend: 'vbd', physicalSectorBytes: 4096},
			{name: 'xvdh', source: 'aio:/tmp/q.img', backend: 'qdisk', writeBytes: 4_194_304},
			{name: 'xvdq', source: '/tmp/s.img', backend: 'vbd', physicalSectorBytes: 512},
		]);
		for (const disk of disks?.filter(({backend}) => backend === 'vbd') ?? []) {
			// 4 MiB written and 2 MiB read, and 12 KiB when it was attached.
			expect(disk, disk.name).toMatchObject({writeSectors: 8192, readSectors: 4120, waitedRequests: 0});
			expect(disk.readBytes, disk.name).toBeUndefined();
		}
	});

	test('a renamed vif is found, and its directions are the guest’s', async () => {
		const {read} = await open();
		const {nics} = domainOf(await read(), 1);
		expect(nics?.map(({name, mac}) => [name, mac?.length])).toEqual([
			['vif1.0', 17],
			['web0', 17],
		]);
		expect(nics?.every(({receiveBytes}) => receiveBytes !== undefined)).toBe(true);
	});

	test('without its hypervisor and xenstore the kernel’s disks are shown, and the rest says why', async () => {
		const {read} = await open(({hypervisor, store}) => {
			hypervisor.install();
			void store.stop();
		});
		const sample = await read();
		expect(sample.domains).toMatchObject([
			{name: 'Domain-0', control: true, state: 'running', memory: {balloon: 'present'}},
			{key: 'domain-1', name: 'domain-1', state: 'unknown', vcpusReason: expect.stringMatching(/\S/)},
		]);
		const domain = domainOf(sample, 1);
		expect(domain.memory.reason).toBe('xenstore reports nothing of it');
		expect(domain.disks?.map(({name, writeSectors}) => [name, writeSectors])).toEqual([
			['xvda', 8192],
			['xvdb', 8192],
			['xvdc', 8192],
			['xvdh', undefined],
			['xvdq', 8192],
		]);
		expect(domain.disks?.[3]).toMatchObject({backend: 'qdisk', reason: expect.stringMatching(/QEMU/)});
		expect(sample.problems.map(({kind}) => kind).sort()).toEqual(['hypervisor', 'xenstore']);
		expect(sample.host.cpus).toBeUndefined();
	});

	test('a first refresh that is out of time shows the domains all the same, and never none', async () => {
		const dom0 = await createCapturedDom0();
		const connection = await dom0.connect();
		const sample = await connection.sample({delay: 2}, AbortSignal.abort());
		expect(sample.domains.map(({name, state}) => [name, state])).toEqual([
			['Domain-0', 'running'],
			['d1', 'idle'],
			['domain-2', 'paused'],
		]);
		expect(domainOf(sample, 1).disks).toHaveLength(5);
	});

	test('without anything at all the connection is lost, in one sentence', async () => {
		const {read} = await open(({hypervisor, store, tree}) => {
			hypervisor.install();
			void store.stop();
			tree.remove('/sys/bus/xen-backend');
		});
		await expect(read()).rejects.toThrow(/^Cannot ask the hypervisor: .*[^.]\.$/);
	});

	test('xl stands in where Xen’s Python binding is missing', async () => {
		const {read} = await open(({hypervisor}) => hypervisor.install('xl'));
		const sample = await read();
		expect(domainOf(sample, 1)).toMatchObject({state: 'idle', name: 'd1'});
		expect(domainOf(sample, 1).cpuSeconds).toBeGreaterThan(0);
	});
});

describe('what goes wrong stays where it is', () => {
	test('a disk that vanishes is gone, and another under its name has no past', async () => {
		const {dom0, read} = await open();
		const before = domainOf(await read(), 1).disks?.find(({name}) => name === 'xvdb');
		dom0.tree.detach('vbd-1-51728');
		dom0.store.remove('/libxl/1/device/vbd/51728');
		await dom0.store.flushed();
		expect(domainOf(await read(), 1).disks?.map(({name}) => name)).not.toContain('xvdb');
		dom0.tree.put(recordedTree('backend/tree-running.json'));
		const after = domainOf(await read(), 1).disks?.find(({name}) => name === 'xvdb');
		expect(after?.incarnation).not.toBe(before?.incarnation);
	});

	test.each([
		['missing', undefined],
		['no number', 'x\n'],
		['−1 in 64 bits', '18446744073709551615\n'],
		['empty', ''],
	])('counters that are %s are one problem, and the others are shown', async (_what, text) => {
		const {dom0, read} = await open();
		for (const file of statistics) {
			const path = dom0.tree.vbdFile(1, 51712, `statistics/${file}`);
			if (text === undefined) {
				dom0.tree.remove(path);
			} else {
				dom0.tree.write(path, text);
			}
		}

		const sample = await read();
		expect(sample.problems).toMatchObject([{kind: 'devices', domain: domainOf(sample, 1).key}]);
		const [broken, ...others] = domainOf(sample, 1).disks ?? [];
		expect(broken).toMatchObject({name: 'xvda', reason: expect.stringMatching(/\S/)});
		expect(others.every(({reason}) => reason === undefined)).toBe(true);
	});

	test('a guest that points its disk elsewhere moves nothing', async () => {
		const {dom0, read} = await open();
		const disksOf = async () =>
			domainOf(await read(), 1).disks?.map((disk) => changed(disk, {at: undefined}));
		const before = await disksOf();
		dom0.store.write('/local/domain/1/device/vbd/51728/backend', '/local/domain/0/backend/vbd/1/51712');
		dom0.store.write('/local/domain/1/device/vbd/51712/backend', '/etc/passwd');
		await dom0.store.flushed();
		expect(await disksOf()).toEqual(before);
	});

	test('what a guest writes into xenstore moves no cursor, and is no longer than it may be', async () => {
		const {dom0, read} = await open();
		dom0.store.write('/local/domain/1/name', '\u001B]0;owned\u0007\u001B[2Jd1\n');
		dom0.store.write('/local/domain/1/data/meminfo_total', '\u001B[31m');
		dom0.store.write('/local/domain/1/data/meminfo_free', 'x'.repeat(200_000));
		dom0.store.fire('@introduceDomain');
		await dom0.store.flushed();
		const sample = await read();
		clean(sample);
		expect(domainOf(sample, 1).disks).toHaveLength(5);
		expect(JSON.stringify(sample).length).toBeLessThan(20_000);
	});

	test('a xenstored that answers garbage is one problem; names and sizes stay as they were', async () => {
		const {dom0, read} = await open();
		const before = domainOf(await read(), 1);
		dom0.store.garble(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
		dom0.store.write('/local/domain/1/memory/target', '65536');
		await dom0.store.flushed();
		await read();
		const sample = await read();
		expect(sample.problems).toMatchObject([{kind: 'xenstore'}]);
		expect(domainOf(sample, 1)).toMatchObject({name: before.name, key: before.key});
		expect(domainOf(sample, 1).disks).toHaveLength(5);
	});

	test('a hypervisor that does not answer costs a refresh its CPU times, and no disk', async () => {
		const {dom0, read} = await open();
		const before = domainOf(await read(), 1);
		dom0.hypervisor.hush();
		dom0.clock.shift(1);
		dom0.move(1000);
		const sample = await read({delay: 0.1});
		expect(sample.problems).toMatchObject([{kind: 'late'}]);
		const after = domainOf(sample, 1);
		expect(after.at).toBeGreaterThan(before.at);
		expect(after.cpuAt).toBe(before.cpuAt);
		expect(after.disks?.[0]).toMatchObject({writeSectors: 9192});
		dom0.hypervisor.speak();
		const later = domainOf(await read(), 1);
		expect(later.cpuAt).toBeGreaterThan(before.cpuAt ?? 0);
	});

	test('a reboot is the same row in another incarnation', async () => {
		const {dom0, read} = await open();
		const before = domainOf(await read(), 1);
		dom0.hypervisor.edit((answer) => ({
			...answer,
			domains: answer.domains.map((domain) => (domain.domid === 1 ? {...domain, domid: 7} : domain)),
		}));
		const after = domainOf(await read(), 7);
		expect(after.key).toBe(before.key);
		expect(after.incarnation).not.toBe(before.incarnation);
	});

	test('a domain that ended and is preserved has no counters, though the kernel shows zeros', async () => {
		const {dom0, read} = await open();
		dom0.tree.put(recordedTree('backend/tree-preserved.json'));
		const {disks} = domainOf(await read(), 1);
		const vbds = disks?.filter(({backend}) => backend === 'vbd') ?? [];
		expect(vbds.length).toBeGreaterThan(2);
		for (const disk of vbds) {
			expect(disk).toMatchObject({reason: expect.stringContaining('nothing counts')});
			expect(disk.writeSectors).toBeUndefined();
		}
	});
});

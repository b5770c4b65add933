import {describe, expect, test} from 'vitest';
import {activeResources, leftBehind} from '../../helpers/active-resources.ts';
import {eventually} from '../../helpers/eventually.ts';
import {readCapturedStore, withCopiedDomain} from '../xen/captured-store.ts';
import {createStoreWorld} from './store-world.ts';

const guest = '/local/domain/1';
const backend = '/local/domain/0/backend/vbd/1/51712';

describe('the captured host', () => {
	test('its domains, disks and NICs', async () => {
		const {view, refresh} = await createStoreWorld();
		expect(view.domains().size).toBe(0);
		await refresh();
		expect(view.trouble()).toBeUndefined();
		expect([...view.domains().values()]).toEqual([
			{id: 0, name: 'Domain-0', disks: [], nics: []},
			{
				id: 1,
				name: 'd1',
				uuid: '753054f9-c71c-4cb1-853e-4ec61d991c72',
				targetKiB: 196_608,
				maximumKiB: 196_608,
				disks: (
					[
						[832, 'hdb', '/tmp/h.img', 512],
						[2048, 'sda', '/tmp/s.img', 512],
						[51_712, 'xvda', '/dev/loop0', 512],
						[51_728, 'xvdb', '/dev/loop1', 4096],
						[51_744, 'xvdc', '/dev/sda', 4096],
						[268_439_552, 'xvdq', '/tmp/q.img', 512],
					] as const
				).map(([devid, name, source, physicalSectorBytes]) => ({
					devid,
					backend: 'vbd',
					backendDomain: 0,
					name,
					source,
					physicalSectorBytes,
				})),
				nics: [{devid: 0, backendDomain: 0, mac: '00:16:3e:00:00:01'}],
			},
		]);
	});

	test('a refresh without an event asks nothing', async () => {
		const {view, fake, refresh, askedBy} = await createStoreWorld();
		await refresh();
		const domains = view.domains();
		const received = fake.received();
		expect(await askedBy()).toEqual([]);
		expect(await askedBy()).toEqual([]);
		expect(fake.received()).toBe(received);
		expect(view.domains()).toBe(domains);
	});

	test('nothing is left when it is closed, and closing twice is closing once', async () => {
		const {view, fake, refresh, clock} = await createStoreWorld();
		await refresh();
		const before = activeResources();
		await Promise.all([view.close(), view.close()]);
		await eventually(fake.clients).toBe(0);
		await view.close();
		await refresh();
		expect(fake.served()).toBe(1);
		expect(clock.sleeping()).toEqual([]);
		expect(await leftBehind(before)).toEqual([]);
	});

	test('it is closed while it reads', async () => {
		const {view, fake} = await createStoreWorld();
		fake.hush();
		const refreshed = view.refresh(new AbortController().signal);
		await eventually(fake.received).toBeGreaterThan(0);
		await view.close();
		await refreshed;
		expect(view.domains().size).toBe(0);
	});
});

describe('what changed, and only that, is read again', () => {
	const cases: readonly (readonly [string, string, string, unknown, readonly string[]])[] = [
		['a name', `${guest}/name`, 'web', {name: 'web'}, [`${guest}/name`, `${guest}/vm`]],
		[
			'a target',
			`${guest}/memory/target`,
			'131072',
			{targetKiB: 131_072, maximumKiB: 196_608},
			[`${guest}/memory/target`, `${guest}/memory/static-max`],
		],
	];
	test.each(cases)('%s', async (_what, path, value, expected, reads) => {
		const {fake, refresh, askedBy, domain} = await createStoreWorld();
		await refresh();
		fake.write(path, value);
		await fake.flushed();
		expect(await askedBy()).toEqual(reads.map((read) => `READ ${read}`));
		expect(domain()).toMatchObject(expected as object);
		expect(await askedBy()).toEqual([]);
	});

	test('a sector size that comes after the disk', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.remove(`${backend}/physical-sector-size`);
		await refresh();
		const sizeNow = () => domain().disks?.find(({devid}) => devid === 51_712);
		expect(sizeNow()).toMatchObject({name: 'xvda'});
		expect(sizeNow()?.physicalSectorBytes).toBeUndefined();
		fake.write(`${backend}/physical-sector-size`, '4096');
		await fake.flushed();
		await refresh();
		expect(sizeNow()?.physicalSectorBytes).toBe(4096);
	});

	test('a disk detached and attached', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		await refresh();
		fake.remove('/libxl/1/device/vbd/51712');
		fake.remove(`${guest}/device/vbd/51712`);
		fake.remove(backend);
		await fake.flushed();
		await refresh();
		expect(domain().disks?.map(({devid}) => devid)).toEqual([832, 2048, 51_728, 51_744, 268_439_552]);
		fake.write(`${backend}/params`, '/dev/vg/new');
		fake.write('/libxl/1/device/vbd/51712/backend', backend);
		await fake.flushed();
		await refresh();
		expect(domain().disks?.find(({devid}) => devid === 51_712)).toMatchObject({source: '/dev/vg/new'});
	});

	test('what a device does that is not shown is not read', async () => {
		const {fake, refresh, askedBy} = await createStoreWorld();
		await refresh();
		fake.write(`${backend}/state`, '6');
		fake.write(`${guest}/device/vbd/51712/state`, '6');
		fake.write(`${guest}/data/updated`, '1');
		fake.write('/vm/753054f9-c71c-4cb1-853e-4ec61d991c72/name', 'x');
		await fake.flushed();
		expect(await askedBy()).toEqual([]);
	});

	test('a storm of a guest’s writes is read once a refresh', async () => {
		const {fake, refresh, askedBy, domain} = await createStoreWorld();
		await refresh();
		fake.write(`${guest}/data/meminfo_total`, '1000000');
		for (let count = 1; count <= 10_000; count += 1) {
			fake.write(`${guest}/data/meminfo_free`, `${count}`);
		}

		await fake.flushed();
		await eventually(async () => (await askedBy()).length).toBe(3);
		await eventually(() => domain().memory?.freeKiB).toBe(10_000);
	});

	test('an event that comes while its part is read makes it read again', async () => {
		const {view, fake, refresh, askedBy, domain} = await createStoreWorld();
		await refresh();
		fake.write(`${guest}/name`, 'one');
		await fake.flushed();
		fake.hush();
		const refreshed = view.refresh(new AbortController().signal);
		await fake.flushed();
		fake.speak();
		fake.write(`${guest}/name`, 'two');
		await refreshed;
		await fake.flushed();
		expect(await askedBy()).toEqual([`READ ${guest}/name`, `READ ${guest}/vm`]);
		expect(domain().name).toBe('two');
	});
});

describe('domains come and go', () => {
	test('a new one is read, one that goes leaves and is not watched any more', async () => {
		const {view, fake, refresh, askedBy} = await createStoreWorld();
		await refresh();
		const captured = readCapturedStore();
		for (const [path, value] of withCopiedDomain(captured, 2, 'new')) {
			if (!captured.has(path)) {
				fake.write(path, value);
			}
		}

		fake.fire('@introduceDomain');
		await fake.flushed();
		const asked = await askedBy();
		expect(view.domains().get(2)).toMatchObject({
			name: 'new',
			disks: view.domains().get(1)?.disks,
			nics: view.domains().get(1)?.nics,
		});
		expect(asked.filter((what) => what.includes('/domain/1/'))).toEqual([]);
		fake.remove('/libxl/2');
		fake.remove('/local/domain/2');
		fake.fire('@releaseDomain');
		await fake.flushed();
		await refresh();
		expect([...view.domains().keys()]).toEqual([0, 1]);
		await fake.flushed();
		await fake.flushed();
		expect(fake.asked.filter((what) => what.startsWith('UNWATCH'))).toHaveLength(4);
		expect(await askedBy()).toEqual([]);
	});

	test('one that is being built is known by its name before it is introduced', async () => {
		const {view, fake, refresh, askedBy} = await createStoreWorld();
		await refresh();
		fake.write('/libxl/7', '');
		fake.write('/local/domain/7/name', 'big');
		await fake.flushed();
		await refresh();
		expect(view.domains().get(7)?.name).toBe('big');
		expect(await askedBy()).toEqual([]);
	});

	test('one whose nodes go without a word of its release leaves too', async () => {
		const {view, fake, refresh} = await createStoreWorld();
		await refresh();
		fake.remove(guest);
		await fake.flushed();
		await refresh();
		expect([...view.domains().keys()]).toEqual([0]);
	});

	test('one that vanishes while it is read is left out', async () => {
		const {view, fake, refresh} = await createStoreWorld();
		fake.write('/local/domain/7', '');
		await refresh();
		expect([...view.domains().keys()]).toEqual([0, 1]);
		expect(view.trouble()).toBeUndefined();
	});

	test('what is no domid is no domain', async () => {
		const {view, fake, refresh} = await createStoreWorld();
		for (const name of ['07', '-1', 'x', '32752', '4294967296']) {
			fake.write(`/local/domain/${name}/name`, 'odd');
		}

		await refresh();
		expect([...view.domains().keys()]).toEqual([0, 1]);
	});

	test('a thousand domains of four disks', {timeout: 60_000}, async () => {
		const four = new Map([...readCapturedStore()].filter(([path]) => !/\/(?:2048|832)(?:\/|$)/.test(path)));
		const nodes = new Map(four);
		for (let id = 2; id <= 1000; id += 1) {
			for (const [path, value] of withCopiedDomain(four, id, `d${id}`)) {
				nodes.set(path, value);
			}
		}

		const {view, fake, askedBy} = await createStoreWorld({nodes});
		await view.refresh(new AbortController().signal);
		expect(view.domains().size).toBe(1001);
		expect(view.domains().get(1000)).toMatchObject({name: 'd1000', disks: {length: 4}, nics: {length: 1}});
		expect(await askedBy()).toEqual([]);
		fake.write('/local/domain/500/name', 'other');
		await fake.flushed();
		expect(await askedBy()).toHaveLength(2);
		expect(view.domains().get(500)?.name).toBe('other');
		expect(view.trouble()).toBeUndefined();
	});
});

describe('where watches are refused', () => {
	test('a watch that is refused is read again each time', async () => {
		const {fake, refresh, askedBy, domain} = await createStoreWorld();
		fake.refuse(`WATCH ${guest}/name`, 'ENOSPC');
		await refresh();
		expect(await askedBy()).toEqual([`READ ${guest}/name`, `READ ${guest}/vm`]);
		fake.write(`${guest}/name`, 'unseen');
		await refresh();
		expect(domain().name).toBe('unseen');
	});

	test('a watch that is there already is taken', async () => {
		const {view, fake, refresh, domain, askedBy} = await createStoreWorld();
		fake.refuse('WATCH /libxl', 'EEXIST', 1);
		await refresh();
		expect(await askedBy()).toEqual([]);
		fake.write(`${guest}/name`, 'seen');
		await fake.flushed();
		await refresh();
		expect(domain().name).toBe('seen');
		expect(view.trouble()).toBeUndefined();
	});
});

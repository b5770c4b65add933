import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {anyText} from '../../helpers/any-text.ts';
import {readCapturedStore} from '../xen/captured-store.ts';
import {createStoreWorld} from './store-world.ts';

const guest = '/local/domain/1';
const backend = '/local/domain/0/backend/vbd/1/51712';
const control = /[\u0000-\u001F\u007F-\u009F\u202E\u2028]/;

describe('one domain’s bad values are its own trouble, the rest is shown', () => {
	const cases: readonly (readonly [string, string, string, object])[] = [
		[
			`${guest}/memory/target`,
			'lots',
			'memory/target in xenstore is no size.',
			{name: 'd1', maximumKiB: 196_608},
		],
		[`${guest}/memory/target`, '-1', 'memory/target in xenstore is no size.', {}],
		[`${guest}/memory/target`, '1e5', 'memory/target in xenstore is no size.', {}],
		[`${guest}/memory/target`, ' 5', 'memory/target in xenstore is no size.', {}],
		[
			`${guest}/memory/static-max`,
			'9'.repeat(30),
			'memory/static-max in xenstore is no size.',
			{targetKiB: 196_608},
		],
		[`${guest}/name`, 'x'.repeat(4097), 'name in xenstore is longer than 4096 bytes.', {targetKiB: 196_608}],
		[`${guest}/data/meminfo_total`, '\u001B[2J', 'data/meminfo_total in xenstore is no size.', {name: 'd1'}],
		[
			`${backend}/physical-sector-size`,
			'4097',
			'/local/domain/0/backend/vbd/1/51712/physical-sector-size in xenstore is no size of a sector.',
			{name: 'd1'},
		],
		[
			'/local/domain/0/backend/vif/1/0/mac',
			'\u001B]0;x',
			'/local/domain/0/backend/vif/1/0/mac in xenstore is no MAC address.',
			{nics: [{devid: 0, backendDomain: 0, mac: undefined, name: undefined}]},
		],
	];
	test.each(cases)('%s is %j', async (path, value, trouble, rest) => {
		const {view, fake, refresh, domain} = await createStoreWorld();
		fake.write(path, value);
		await refresh();
		expect(domain()).toMatchObject({...rest, trouble});
		expect(domain().disks).toHaveLength(6);
		expect(domain(0).trouble).toBeUndefined();
		expect(view.trouble()).toBeUndefined();
	});

	test('a value that may not be read', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.refuse(`READ ${guest}/name`, 'EACCES');
		fake.refuse(`READ ${guest}/memory/target`, 'EIO');
		await refresh();
		expect(domain()).toMatchObject({
			name: undefined,
			maximumKiB: 196_608,
			trouble: 'name in xenstore cannot be read (EACCES), and 1 more.',
		});
	});

	test('an error code that is none moves no cursor', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.refuse('DIRECTORY /libxl/1/device/vbd', '\u001B[31m\n');
		await refresh();
		expect(domain().trouble).toBe('disks in xenstore cannot be read (\uFFFD[31m\uFFFD).');
	});

	test('a folder that may not be read makes its devices unknown, not none', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.refuse('DIRECTORY /libxl/1/device/vbd', 'EACCES');
		await refresh();
		expect(domain()).toMatchObject({name: 'd1', trouble: 'disks in xenstore cannot be read (EACCES).'});
		expect(domain().disks).toBeUndefined();
		expect(domain().nics).toHaveLength(1);
	});

	test('what was bad and is good again is no trouble any more', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.write(`${guest}/memory/target`, 'bad');
		await refresh();
		expect(domain().trouble).toBeDefined();
		fake.write(`${guest}/memory/target`, '7');
		await fake.flushed();
		await refresh();
		expect(domain()).toMatchObject({targetKiB: 7, trouble: undefined});
	});

	test('an unknown size (2^64−1) and an empty one are unknown, and no trouble', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.write(`${guest}/memory/target`, '18446744073709551615');
		fake.write(`${guest}/memory/static-max`, '');
		await refresh();
		expect(domain()).toMatchObject({targetKiB: undefined, maximumKiB: undefined, trouble: undefined});
	});

	test('a maximum that is no limit, as libxl writes it of a Domain-0 without one, is unknown', async () => {
		const {fake, refresh, domain} = await createStoreWorld();
		fake.write('/local/domain/0/memory/static-max', '17179869180');
		fake.write('/local/domain/0/memory/target', '524288');
		await refresh();
		expect(domain(0)).toMatchObject({targetKiB: 524_288, maximumKiB: undefined, trouble: undefined});
	});

	test('more devices than there can be are read in part', async () => {
		const nodes = new Map(readCapturedStore());
		for (let devid = 0; devid < 1100; devid += 1) {
			nodes.set(`/libxl/1/device/vif/${devid}`, Buffer.alloc(0));
		}

		const {refresh, domain} = await createStoreWorld({nodes});
		await refresh();
		expect(domain().trouble).toBe('/libxl/1/device/vif in xenstore has more than 1024 devices.');
		expect(domain().nics).toHaveLength(1);
	});
});

describe('what the guest’s agent says of its memory', () => {
	test.each<readonly [string, string, object | undefined, string | undefined]>([
		['1018140', '912345', {totalKiB: 1_018_140, freeKiB: 912_345}, undefined],
		['5', '5', {totalKiB: 5, freeKiB: 5}, undefined],
		['0', '0', {totalKiB: 0, freeKiB: 0}, undefined],
		['5', '6', undefined, 'data/meminfo_free in xenstore is more than data/meminfo_total.'],
		['5', '', {totalKiB: 5}, undefined],
		['', '5', {freeKiB: 5}, undefined],
		['', '', undefined, undefined],
		['18446744073709551615', '5', {freeKiB: 5}, undefined],
		['5 kB', '4 kB\n', {totalKiB: 5, freeKiB: 4}, undefined],
		['5', '-1', {totalKiB: 5}, 'data/meminfo_free in xenstore is no size.'],
		['5.5', '1', {freeKiB: 1}, 'data/meminfo_total in xenstore is no size.'],
	])('%j in all, %j free', async (total, free, memory, trouble) => {
		const {fake, refresh, clock, domain} = await createStoreWorld();
		fake.write(`${guest}/data/meminfo_total`, total);
		fake.write(`${guest}/data/meminfo_free`, free);
		await refresh();
		expect(domain().memory).toEqual(memory && {...memory, isFirst: true, changedAt: clock.monotonic()});
		expect(domain().trouble).toBe(trouble);
	});

	test.each<readonly [string, object | undefined, string | undefined]>([
		['734512', {usedKiB: 734_512}, undefined],
		[
			'MemTotal: 9 kB\nMemFree: 5 kB\nBuffers: 1 kB\nCached: 2 kB',
			{totalKiB: 9, freeKiB: 5, cachesKiB: 3},
			undefined,
		],
		['', undefined, undefined],
		['-734512', undefined, 'memory/meminfo in xenstore makes no sense.'],
		['\u001B]0;x\u0007', undefined, 'memory/meminfo in xenstore makes no sense.'],
		['9'.repeat(5000), undefined, 'memory/meminfo in xenstore is longer than 4096 bytes.'],
	])('as Qubes’ guests write it: %j', async (text, memory, trouble) => {
		const {fake, refresh, clock, domain} = await createStoreWorld();
		fake.write(`${guest}/memory/meminfo`, text);
		await refresh();
		expect(domain().memory).toEqual(memory && {...memory, isFirst: true, changedAt: clock.monotonic()});
		expect(domain().trouble).toBe(trouble);
	});

	test('of two agents the one that says what is free counts, and a change of either is seen', async () => {
		const {fake, refresh, clock, domain} = await createStoreWorld();
		fake.write(`${guest}/memory/meminfo`, '50');
		await refresh();
		const first = domain().memory;
		await clock.advance(5);
		fake.write(`${guest}/memory/meminfo`, '60');
		await fake.flushed();
		await refresh();
		expect(domain().memory).toMatchObject({usedKiB: 60, changedAt: (first?.changedAt ?? Number.NaN) + 5});
		fake.write(`${guest}/data/meminfo_total`, '100');
		fake.write(`${guest}/data/meminfo_free`, '40');
		await fake.flushed();
		await refresh();
		expect(domain().memory).toEqual({totalKiB: 100, freeKiB: 40, changedAt: clock.monotonic()});
	});
});

describe('a host of another toolstack, whose disks only the guest’s nodes tell', () => {
	const nodes = new Map([...readCapturedStore()].filter(([path]) => !path.startsWith('/libxl')));

	test('are read from there, and watched there', async () => {
		const {fake, refresh, domain, askedBy} = await createStoreWorld({nodes});
		await refresh();
		expect(domain().disks).toHaveLength(6);
		expect(domain().nics).toMatchObject([{mac: '00:16:3e:00:00:01'}]);
		expect(domain().trouble).toBeUndefined();
		expect(await askedBy()).toEqual([]);
		fake.remove(`${guest}/device/vbd/51712`);
		await fake.flushed();
		await refresh();
		expect(domain().disks).toHaveLength(5);
	});

	test.each([
		'/local/domain/0/backend/vbd/2/51712',
		'/local/domain/0/backend/vbd/1/51728',
		'/local/domain/0/backend/vbd/1/51712/../51728',
		'/vm/753054f9-c71c-4cb1-853e-4ec61d991c72',
		'\u001B[2J',
	])('a backend of %j is not believed', async (value) => {
		const {fake, refresh, domain} = await createStoreWorld({nodes});
		fake.write(`${guest}/device/vbd/51712/backend`, value);
		await refresh();
		expect(domain().disks?.map(({devid}) => devid)).toEqual([832, 2048, 51_728, 51_744, 268_439_552]);
		expect(domain().trouble).toBe(
			'device/vbd/51712/backend in xenstore is no path of a backend of this device.',
		);
		expect(fake.asked.filter((what) => what.endsWith('/params'))).toHaveLength(5);
	});

	test('a tapdisk keeps its kind, a driver domain its number', async () => {
		const {fake, refresh, domain} = await createStoreWorld({nodes});
		const tapdisk = '/local/domain/0/backend/vbd3/1/51712';
		fake.write(`${tapdisk}/params`, '/dev/sm/backend/1/2');
		fake.write(`${guest}/device/vbd/51712/backend`, tapdisk);
		fake.write('/local/domain/0/backend/vbd/1/51728/type', 'tap');
		const driverDomain = '/local/domain/5/backend/qdisk/1/51744';
		fake.write('/local/domain/5/name', 'driver');
		fake.write(`${driverDomain}/params`, 'aio:/tmp/q.img');
		fake.write(`${guest}/device/vbd/51744/backend`, driverDomain);
		await refresh();
		expect(domain().disks?.slice(2, 5)).toMatchObject([
			{backend: 'vbd3', backendDomain: 0, source: '/dev/sm/backend/1/2'},
			{backend: 'tap', backendDomain: 0},
			{backend: 'qdisk', backendDomain: 5, source: 'aio:/tmp/q.img'},
		]);
		fake.write(`${driverDomain}/params`, 'aio:/tmp/r.img');
		await fake.flushed();
		await refresh();
		expect(domain().disks?.[4]).toMatchObject({source: 'aio:/tmp/r.img'});
	});

	test('a driver domain that is not there is not watched', async () => {
		const {fake, refresh} = await createStoreWorld({nodes});
		fake.write(`${guest}/device/vbd/51744/backend`, '/local/domain/31000/backend/vbd/1/51744');
		await refresh();
		expect(fake.asked.filter((what) => what.startsWith('WATCH /local/domain/31000'))).toEqual([]);
	});
});

test('libxl’s own copy is taken, whatever the guest writes', async () => {
	const {fake, refresh, domain, askedBy} = await createStoreWorld();
	fake.write(`${guest}/device/vbd/51712/backend`, '/local/domain/0/backend/vbd/1/51728');
	await refresh();
	expect(domain().disks?.find(({devid}) => devid === 51_712)).toMatchObject({source: '/dev/loop0'});
	expect(domain().trouble).toBeUndefined();
	fake.write(`${guest}/device/vbd/51712/backend`, 'other');
	await fake.flushed();
	expect(await askedBy()).toEqual([]);
});

test('no value of any text moves a cursor or breaks the reading', async () => {
	const {view, fake, refresh, domain} = await createStoreWorld();
	await refresh();
	const paths = ['name', 'vm', 'memory/target', 'data/meminfo_free', 'data/meminfo_total'].map(
		(node) => `${guest}/${node}`,
	);
	const all = [
		...paths,
		`${backend}/params`,
		`${backend}/dev`,
		`${backend}/type`,
		'/libxl/1/device/vbd/51728/backend',
	];
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...all), anyText(200), async (path, text) => {
			fake.write(path, text);
			await fake.flushed();
			await refresh();
			expect(JSON.stringify([...view.domains()])).not.toMatch(control);
			expect(Object.values(domain()).join('')).not.toMatch(control);
			expect(domain().disks?.length).toBeGreaterThanOrEqual(5);
			expect(view.trouble()).toBeUndefined();
		}),
		{numRuns: 100},
	);
});

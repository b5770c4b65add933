import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {createStoreView} from '../../../drivers/xenstore/create-store-view.ts';
import {encodeFrame, encodeTexts} from '../../../drivers/xenstore/frame.ts';
import {activeResources, leftBehind} from '../../helpers/active-resources.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createFakeClock, type FakeClock} from '../../helpers/fake-clock.ts';
import {promptly} from '../../helpers/promptly.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {createFakeXenbus, startFakeXenstored} from '../xen/fake-xenstored.ts';
import {createDeviceWorld, createStoreWorld} from './store-world.ts';

const never = new AbortController().signal;

/** A root with a device's file in it; what it does is the stand-in's. */
const rootWith = (device = '/dev/xen/xenbus'): string => {
	const root = temporaryFolder();
	mkdirSync(dirname(join(root, device)), {recursive: true});
	writeFileSync(join(root, device), '');
	return root;
};

/** Lets time pass in small steps until it is done: the device is looked at again and again. */
const passing = async (clock: FakeClock, work: Promise<unknown>) => {
	let isDone = false;
	void work.finally(() => {
		isDone = true;
	});
	while (!isDone) {
		await clock.advance(0.05);
	}

	await work;
};

test.each(['/dev/xen/xenbus', '/proc/xen/xenbus'])('%s tells the same as the socket', async (device) => {
	const root = rootWith(device);
	const {view, fake, clock} = createDeviceWorld(root);
	await passing(clock, view.refresh(never));
	expect(fake.opened).toEqual([join(root, device)]);
	const socket = await createStoreWorld();
	await socket.refresh();
	expect([...view.domains()]).toEqual([...socket.view.domains()]);
	expect(view.trouble()).toBeUndefined();
});

test('where there is a socket, no device is opened', async () => {
	const root = rootWith();
	const socket = await startFakeXenstored(root);
	const {fake, refresh} = createDeviceWorld(root);
	await refresh();
	expect(socket.served()).toBe(1);
	expect(fake.opened).toEqual([]);
});

test('nor while a daemon that had a socket is restarted', async () => {
	const root = rootWith();
	const socket = await startFakeXenstored(root);
	const {view, fake, refresh, clock} = createDeviceWorld(root);
	await refresh();
	await socket.stop();
	await eventually(view.trouble).toBeDefined();
	await clock.advance(1);
	await refresh();
	expect(fake.opened).toEqual([]);
	expect(view.domains().size).toBe(2);
});

describe('events', () => {
	test('are looked for once a refresh, and never in between', async () => {
		const {view, fake, clock, domain} = createDeviceWorld(rootWith());
		await passing(clock, view.refresh(never));
		const asked = fake.asked.length;
		const reads = fake.vainReads();
		await clock.advance(1.5);
		expect(fake.vainReads()).toBe(reads);
		expect(clock.sleeping()).toEqual([]);
		await passing(clock, view.refresh(never));
		expect(fake.vainReads()).toBe(reads + 1);
		expect(fake.asked).toHaveLength(asked);
		await clock.advance(60);
		expect(fake.vainReads()).toBe(reads + 1);
		fake.write('/local/domain/1/name', 'new');
		await passing(clock, view.refresh(never));
		expect(domain().name).toBe('new');
		expect(fake.asked).toHaveLength(asked + 2);
	});

	test('that never end do not hold a refresh for ever', async () => {
		const root = rootWith();
		const fake = createFakeXenbus();
		const storm = encodeFrame({type: 15, requestId: 0, payload: encodeTexts(['/libxl/1', '/libxl'])});
		const view = createStoreView({
			root,
			clock: createFakeClock(),
			openDevice: async (path) => {
				const file = await fake.openDevice(path);
				return {
					...file,
					read: async (buffer) => {
						await new Promise((resolve) => setImmediate(resolve));
						return (await file.read(buffer)) ?? storm.copy(buffer);
					},
				};
			},
		});
		await promptly(view.refresh(never), 'a refresh in a storm');
		await promptly(view.refresh(never), 'another one');
		expect(view.domains().size).toBe(2);
		await view.close();
	});

	test('a storm of them costs one reading', async () => {
		const {view, fake, clock, domain} = createDeviceWorld(rootWith());
		await passing(clock, view.refresh(never));
		const asked = fake.asked.length;
		for (let count = 0; count < 5000; count += 1) {
			fake.write('/local/domain/1/name', `d${count}`);
		}

		for (let count = 0; count < 6; count += 1) {
			await passing(clock, view.refresh(never));
		}

		expect(domain().name).toBe('d4999');
		expect(fake.asked.length - asked).toBeLessThanOrEqual(2 * 6);
	});
});

test('a daemon that was silent may be another one: the device is opened and all is read again', async () => {
	const {view, fake, clock, domain} = createDeviceWorld(rootWith());
	await passing(clock, view.refresh(never));
	fake.write('/local/domain/1/name', 'one');
	fake.hush();
	await passing(clock, view.refresh(never));
	await clock.advance(6);
	expect(view.trouble()?.message).toMatch(/^xenstored has not answered for \d+ s\.$/);
	expect(domain().name).toBe('d1');
	fake.speak();
	await passing(clock, view.refresh(never));
	expect(view.trouble()).toMatchObject({
		kind: 'xenstore',
		message: 'The connection to xenstored was closed by domtop, as xenstored may have been restarted.',
	});
	await clock.advance(1);
	await passing(clock, view.refresh(never));
	expect(view.trouble()).toBeUndefined();
	expect(domain().name).toBe('one');
	expect(fake.opened).toHaveLength(2);
	expect(fake.open()).toBe(1);
});

describe('a device that fails', () => {
	test.each([
		['EACCES', 'permission denied', 'Run domtop as root to see names, sizes and sources of disks.'],
		[
			'ENOENT',
			'it is not there',
			'Start xenstored with the services of Xen (xencommons); it is taken up by itself.',
		],
	])('to open with %s', async (code, words, advice) => {
		const root = rootWith();
		const view = createStoreView({
			root,
			clock: createFakeClock(),
			openDevice: async () => {
				throw Object.assign(new Error(code), {code});
			},
		});
		await view.refresh(never);
		expect(view.trouble()).toEqual({
			kind: 'xenstore',
			message: `Cannot open ${root}/dev/xen/xenbus: ${words}.`,
			advice,
		});
		await view.close();
	});

	test('to write at all is lost, and taken up again', async () => {
		const {view, fake, clock} = createDeviceWorld(rootWith());
		await passing(clock, view.refresh(never));
		fake.failWrites('ENODEV');
		fake.write('/local/domain/1/name', 'x');
		await passing(clock, view.refresh(never));
		expect(view.trouble()).toMatchObject({kind: 'xenstore'});
		expect(view.domains().size).toBe(2);
		fake.failWrites(undefined);
		await clock.advance(1);
		await passing(clock, view.refresh(never));
		expect(view.trouble()).toBeUndefined();
	});

	test('to write one watch is refused that one', async () => {
		const {view, fake, clock, domain} = createDeviceWorld(rootWith());
		fake.refuse('WATCH /local/domain/1/name', 'EINVAL');
		await passing(clock, view.refresh(never));
		expect(view.trouble()).toBeUndefined();
		fake.write('/local/domain/1/name', 'polled');
		await passing(clock, view.refresh(never));
		expect(domain().name).toBe('polled');
	});

	test('a list too long for it, of a daemon that knows no parts, is reported', async () => {
		const {view, fake, clock} = createDeviceWorld(rootWith(), {folderLimit: 3});
		await passing(clock, view.refresh(never));
		expect(view.trouble()).toMatchObject({
			message: 'The list of domains in xenstore cannot be read (E2BIG).',
		});
		expect(fake.asked).toContain('DIRECTORY_PART');
	});
});

test('nothing is left when it is closed, even while an answer is waited for', async () => {
	const before = activeResources();
	const {view, fake, clock} = createDeviceWorld(rootWith());
	fake.hush();
	const refreshed = view.refresh(never);
	await clock.settle();
	await view.close();
	await refreshed;
	expect(fake.open()).toBe(0);
	expect(clock.sleeping()).toEqual([]);
	expect(await leftBehind(before)).toEqual([]);
});

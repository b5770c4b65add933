import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {encodeFrame, encodeTexts} from '../../../drivers/xenstore/frame.ts';
import {openSocketTransport} from '../../../drivers/xenstore/socket-transport.ts';
import {createStoreCalls} from '../../../drivers/xenstore/store-calls.ts';
import {createStoreClient} from '../../../drivers/xenstore/store-client.ts';
import {StoreFault} from '../../../drivers/xenstore/store-fault.ts';
import type {Clock} from '../../../source/async/clock.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {startUnixServer} from '../qemu/unix-server.ts';
import {type FakeXenstoredOptions, startFakeXenstored} from '../xen/fake-xenstored.ts';

const connect = async (path: string, clock: Clock) => {
	const events: string[] = [];
	const ends: StoreFault[] = [];
	const client = createStoreClient(await openSocketTransport(path), {
		clock,
		onEvent: (changed, token) => events.push(`${changed} ${token}`),
		onEnd: (fault) => ends.push(fault),
	});
	onTestFinished(() => client.end(new StoreFault('cancelled', 'by the test')));
	return {client, calls: createStoreCalls(client, clock), events, ends};
};

const start = async (options: FakeXenstoredOptions = {}) => {
	const clock = createFakeClock();
	const fake = await startFakeXenstored(temporaryFolder(), options);
	return {clock, fake, ...(await connect(fake.path, clock))};
};

describe('calls', () => {
	test('values, folders, and what is not there', async () => {
		const {calls, client} = await start();
		expect((await calls.read('/local/domain/1/name'))?.toString()).toBe('d1');
		expect(await calls.read('/local/domain/1/data')).toHaveLength(0);
		expect(await calls.read('/no/such/key')).toBeUndefined();
		expect(await calls.list('/local/domain')).toEqual(['0', '1']);
		expect(await calls.list('/local/domain/1/data')).toEqual([]);
		expect(await calls.list('/no/such/folder')).toBeUndefined();
		expect(client.silentSince()).toBeUndefined();
	});

	test('many at once are answered each by its own', async () => {
		const {calls} = await start();
		const devids = [832, 2048, 51_712, 51_728, 51_744, 268_439_552];
		const reads = Array.from({length: 300}, (_, index) => devids[index % devids.length]).map(async (devid) =>
			expect((await calls.read(`/libxl/1/device/vbd/${devid}/frontend`))?.toString()).toBe(
				`/local/domain/1/device/vbd/${devid}`,
			),
		);
		await Promise.all(reads);
	});

	test.each(['EACCES', 'EINVAL', 'EIO', 'EPERM', 'ENOSYS'])(
		'%s is refused, and nothing else suffers',
		async (code) => {
			const {calls, fake} = await start();
			fake.refuse('READ /local/domain/1/name', code);
			const [refused, name] = await Promise.allSettled([
				calls.read('/local/domain/1/name'),
				calls.read('/local/domain/0/name'),
			]);
			expect(refused).toMatchObject({reason: {name: 'StoreRefusal', code}});
			expect(name).toMatchObject({value: Buffer.from('Domain-0')});
		},
	);

	test('xenstored’s own word on a path that is none', async () => {
		const {calls} = await start();
		await expect(calls.read('bad path!')).rejects.toMatchObject({code: 'EINVAL'});
	});

	test('EAGAIN is asked again after pauses, a few times', async () => {
		const {calls, fake, clock} = await start();
		fake.refuse('READ /local/domain/1/name', 'EAGAIN', 2);
		const name = calls.read('/local/domain/1/name');
		await eventually(clock.sleeping).toContain(0.05);
		await clock.advance(0.05);
		await eventually(clock.sleeping).toContain(0.2);
		await clock.advance(0.2);
		expect((await name)?.toString()).toBe('d1');
		fake.refuse('READ /local/domain/1/name', 'EAGAIN');
		const never = Promise.allSettled([calls.read('/local/domain/1/name')]);
		for (const pause of [0.05, 0.2, 0.5]) {
			await eventually(clock.sleeping).toContain(pause);
			await clock.advance(pause);
		}

		expect(await never).toMatchObject([{reason: {name: 'StoreRefusal', code: 'EAGAIN'}}]);
	});

	test('a folder longer than 4096 bytes comes whole, or in parts, or not at all', async () => {
		const ids = Array.from({length: 1200}, (_, id) => `${id}`);
		const nodes = new Map(
			['', ...ids.map((id) => `/${id}`)].map((path) => [`/local/domain${path}`, Buffer.alloc(0)]),
		);
		const whole = await start({nodes});
		expect(await whole.calls.list('/local/domain')).toHaveLength(1200);
		expect(whole.fake.asked).toEqual(['DIRECTORY /local/domain']);
		const parts = await start({nodes, folderLimit: 4096, partLength: 1000});
		expect(await parts.calls.list('/local/domain')).toEqual(ids);
		const none = await start({nodes, folderLimit: 4096});
		await expect(none.calls.list('/local/domain')).rejects.toMatchObject({code: 'E2BIG'});
		expect(await none.calls.list('/no/such')).toBeUndefined();
	});

	test('events are reported as they come, and not after unwatching', async () => {
		const {calls, events, fake} = await start();
		await calls.watch('/local/domain/1/name');
		await calls.watch('@releaseDomain');
		await eventually(() => events.length).toBe(2);
		fake.write('/local/domain/1/name', 'other');
		fake.fire('@releaseDomain');
		fake.remove('/local/domain/1');
		await eventually(() => events.slice(2)).toEqual([
			'/local/domain/1/name /local/domain/1/name',
			'@releaseDomain @releaseDomain',
			'/local/domain/1/name /local/domain/1/name',
		]);
		await calls.unwatch('@releaseDomain');
		await calls.unwatch('@releaseDomain');
		fake.fire('@releaseDomain');
		await fake.flushed();
		expect(events).toHaveLength(5);
	});
});

describe('bounds', () => {
	test('at most sixteen are in flight', async () => {
		const {calls, client, fake} = await start();
		fake.hush();
		const reads = Promise.allSettled(Array.from({length: 50}, () => calls.read('/local/domain/1/name')));
		await eventually(fake.received).toBe(16);
		await fake.flushed();
		expect(fake.received()).toBe(16);
		await client.end(new StoreFault('cancelled', 'by the test'));
		expect((await reads).every(({status}) => status === 'rejected')).toBe(true);
	});

	test('a daemon that is stopped and goes on is used again over the same connection', async () => {
		const {calls, client, clock, fake, ends} = await start();
		fake.hush();
		const reads = Promise.allSettled(Array.from({length: 50}, () => calls.read('/local/domain/1/name')));
		const asked = clock.monotonic();
		await eventually(fake.received).toBe(16);
		await clock.advance(4.9);
		expect(client.silentSince()).toBeUndefined();
		await clock.advance(0.2);
		expect(client.silentSince()).toBe(asked);
		for (const read of await reads) {
			expect(read).toMatchObject({reason: {name: 'StoreFault', kind: 'silent'}});
		}

		await expect(calls.read('/local/domain/0/name')).rejects.toMatchObject({kind: 'silent'});
		expect(clock.sleeping()).toEqual([]);
		const probes = [client.probe(), client.probe()];
		await eventually(fake.received).toBe(17);
		await fake.flushed();
		expect(fake.received()).toBe(17);
		fake.speak();
		await Promise.all(probes);
		expect(client.silentSince()).toBeUndefined();
		expect((await calls.read('/local/domain/0/name'))?.toString()).toBe('Domain-0');
		expect(fake.served()).toBe(1);
		expect(ends).toEqual([]);
	});

	test('late answers alone end the silence', async () => {
		const {calls, client, clock, fake} = await start();
		fake.hush();
		const read = Promise.allSettled([calls.read('/local/domain/1/name')]);
		await eventually(fake.received).toBe(1);
		await clock.advance(5.1);
		expect(await read).toMatchObject([{reason: {kind: 'silent'}}]);
		fake.speak();
		await eventually(client.silentSince).toBeUndefined();
		expect((await calls.read('/local/domain/1/name'))?.toString()).toBe('d1');
	});

	test('one that never comes back is given up after many probes', async () => {
		const {calls, client, clock, fake, ends} = await start();
		fake.hush();
		void calls.read('/local/domain/1/name').catch(() => {});
		await clock.advance(5.1);
		for (let count = 0; count < 300 && ends.length === 0; count += 1) {
			const probe = client.probe().catch(() => {});
			await clock.advance(5.1);
			await probe;
		}

		expect(ends).toMatchObject([{kind: 'silent'}]);
		await eventually(fake.clients).toBe(0);
	});

	test('a deadline that comes late because this program was held up starts again', async () => {
		const clock = createFakeClock();
		const fake = await startFakeXenstored(temporaryFolder());
		const late = {
			...clock,
			sleep: (seconds: number, signal?: AbortSignal) => clock.sleep(seconds * 2, signal),
		};
		const {calls, client} = await connect(fake.path, late);
		fake.hush();
		const read = calls.read('/local/domain/1/name');
		await eventually(fake.received).toBe(1);
		await clock.advance(10);
		expect(client.silentSince()).toBeUndefined();
		fake.speak();
		expect((await read)?.toString()).toBe('d1');
	});

	test('a daemon that answers slowly, but answers, is no silent one', async () => {
		const {calls, client, clock, fake} = await start();
		for (let count = 0; count < 4; count += 1) {
			fake.hush();
			const reads = [1, 0].map((id) => calls.read(`/local/domain/${id}/name`));
			await eventually(fake.received).toBe(2 * count + 2);
			await clock.advance(4);
			fake.speak();
			await Promise.all(reads);
		}

		expect(client.silentSince()).toBeUndefined();
	});
});

describe('what is no conversation', () => {
	const reply = (type: number, requestId: number, payload: Buffer) => encodeFrame({type, requestId, payload});

	test.each<readonly [string, Buffer, string]>([
		['text', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 'a message of the unknown type 1347703880'],
		['an answer to nothing', reply(2, 4711, Buffer.from('x')), 'an answer to what was not asked'],
		[
			'an answer of another kind',
			reply(1, 1, Buffer.from('x\0')),
			'an answer of type 1 to a request of type 2',
		],
		['an event of nothing', reply(15, 0, encodeTexts(['/libxl'])), 'an event without a path and a token'],
		[
			'a length of 4 GiB',
			Buffer.from('020000000100000000000000ffffffff', 'hex'),
			'a message longer than 1048576 bytes',
		],
	])('%s ends it', async (_what, bytes, message) => {
		const {calls, client, fake, ends} = await start();
		fake.garble(bytes);
		await expect(calls.read('/local/domain/1/name')).rejects.toMatchObject({kind: 'garbled', message});
		expect(ends).toHaveLength(1);
		await expect(calls.read('/local/domain/1/name')).rejects.toMatchObject({kind: 'garbled'});
		await expect(client.probe()).rejects.toMatchObject({kind: 'garbled'});
		await eventually(fake.clients).toBe(0);
	});

	test('an error without a word is a refusal', async () => {
		const {calls, fake} = await start();
		fake.garble(reply(16, 1, Buffer.alloc(0)));
		await expect(calls.read('/local/domain/1/name')).rejects.toMatchObject({name: 'StoreRefusal', code: ''});
	});

	test.each<readonly [string, Buffer, string]>([
		['without a word', Buffer.alloc(0), 'without a word'],
		['in the middle', reply(2, 1, Buffer.from('name')).subarray(0, 18), 'in the middle of a message'],
	])('a daemon that hangs up %s', async (_what, bytes, message) => {
		const path = join(temporaryFolder(), 'socket');
		await startUnixServer(path, (socket) => {
			socket.once('data', () => socket.end(bytes));
		});
		const {calls, ends} = await connect(path, createFakeClock());
		await expect(calls.read('/local/domain/1/name')).rejects.toMatchObject({kind: 'closed', message});
		expect(ends).toMatchObject([{kind: 'closed', message}]);
	});

	test('a socket without a listener is absent, also below a long path', async () => {
		const folder = temporaryFolder();
		await expect(openSocketTransport(join(folder, 'none'))).rejects.toMatchObject({kind: 'absent'});
		const long = join(folder, 'x'.repeat(100), 'y'.repeat(100), 'socket');
		await expect(openSocketTransport(long)).rejects.toMatchObject({name: 'StoreFault', kind: 'absent'});
	});

	test('a path longer than a socket’s address may be is reached', async () => {
		const folder = temporaryFolder();
		const deep = join(folder, 'x'.repeat(100), 'y'.repeat(100));
		mkdirSync(deep, {recursive: true});
		symlinkSync(deep, join(folder, 'short'));
		const fake = await startFakeXenstored(join(folder, 'short'));
		const {calls} = await connect(join(deep, 'run/xenstored/socket'), createFakeClock());
		expect((await calls.read('/local/domain/1/name'))?.toString()).toBe('d1');
		expect(fake.served()).toBe(1);
	});
});

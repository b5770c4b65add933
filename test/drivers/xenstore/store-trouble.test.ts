import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {createStoreView} from '../../../drivers/xenstore/create-store-view.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {promptly} from '../../helpers/promptly.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {startUnixServer} from '../qemu/unix-server.ts';
import {startFakeXenstored} from '../xen/fake-xenstored.ts';
import {createStoreWorld} from './store-world.ts';

const never = new AbortController().signal;
const again = 'It is asked again by itself; if it stays so, look at the process xenstored or oxenstored.';

describe('a xenstored that is stopped for a while', () => {
	test('keeps its last values, is reported, and goes on over the same connection', async () => {
		const {view, fake, refresh, clock, domain} = await createStoreWorld();
		await refresh();
		fake.write('/local/domain/1/name', 'later');
		await fake.flushed();
		const received = fake.received();
		fake.hush();
		const aborting = new AbortController();
		const refreshed = view.refresh(aborting.signal);
		await fake.flushed();
		aborting.abort();
		await promptly(refreshed, 'an aborted refresh');
		expect(view.trouble()).toBeUndefined();
		await clock.advance(2);
		await promptly(view.refresh(never), 'a refresh that nobody should wait for');
		await clock.advance(5);
		expect(view.trouble()).toEqual({
			kind: 'xenstore',
			message: 'xenstored has not answered for 7 s.',
			advice: again,
		});
		expect(domain().name).toBe('d1');
		for (let count = 0; count < 4; count += 1) {
			await promptly(view.refresh(never), 'a refresh while it is silent');
			await clock.advance(1);
		}

		await fake.flushed();
		expect(fake.received() - received).toBe(2 + 1);
		fake.speak();
		await eventually(view.trouble).toBeUndefined();
		await refresh();
		expect(domain().name).toBe('later');
		expect(fake.served()).toBe(1);
	});

	test('is noticed although nothing changes, by one question every two seconds', async () => {
		const {view, fake, refresh, clock, askedBy} = await createStoreWorld();
		await refresh();
		await clock.advance(1.9);
		expect(await askedBy()).toEqual([]);
		await clock.advance(0.2);
		await refresh();
		await fake.flushed();
		expect(fake.asked.at(-1)).toBe('DIRECTORY /');
		fake.hush();
		await clock.advance(2.1);
		await promptly(view.refresh(never), 'the refresh that asks');
		expect(view.trouble()).toBeUndefined();
		await clock.advance(3);
		await promptly(view.refresh(never), 'a refresh while it is silent');
		expect(view.trouble()?.message).toBe('xenstored has not answered for 3 s.');
		fake.speak();
		await eventually(view.trouble).toBeUndefined();
	});

	test('loses no event of that time', async () => {
		const {view, fake, refresh, clock, domain} = await createStoreWorld();
		await refresh();
		fake.write('/local/domain/1/memory/target', '1');
		await fake.flushed();
		fake.hush();
		void view.refresh(never);
		await fake.flushed();
		fake.write('/local/domain/1/name', 'meanwhile');
		await clock.advance(10);
		fake.speak();
		await fake.flushed();
		await refresh();
		expect(domain()).toMatchObject({name: 'meanwhile', targetKiB: 1});
		expect(view.trouble()).toBeUndefined();
	});

	test('at the first sight, so that nothing is known yet', async () => {
		const {view, fake, refresh, clock} = await createStoreWorld();
		fake.hush();
		void view.refresh(never);
		await eventually(fake.received).toBe(3);
		await clock.advance(6);
		expect(view.trouble()).toMatchObject({message: 'xenstored has not answered for 6 s.'});
		expect(view.domains().size).toBe(0);
		fake.speak();
		await fake.flushed();
		await refresh();
		await refresh();
		expect(view.domains().size).toBe(2);
		expect(fake.served()).toBe(1);
	});
});

describe('a xenstored that is restarted', () => {
	test('is connected again with growing pauses, then watched and read again', async () => {
		const {root, view, fake, refresh, clock, domain} = await createStoreWorld();
		await refresh();
		await fake.stop();
		await refresh();
		await eventually(view.trouble).toMatchObject({kind: 'xenstore'});
		const path = join(root, 'run/xenstored/socket');
		for (const pause of [1, 2, 4, 8, 16, 30, 30]) {
			await clock.advance(pause - 0.1);
			await refresh();
			await clock.advance(0.1);
			await refresh();
			expect(view.trouble()).toEqual({
				kind: 'xenstore',
				message: `Cannot open ${path}: it is not there.`,
				advice: 'Start xenstored with the services of Xen (xencommons); it is taken up by itself.',
			});
			expect(domain().name).toBe('d1');
		}

		fake.write('/local/domain/1/name', 'anew');
		await fake.start();
		await clock.advance(30);
		await refresh();
		expect(view.trouble()).toBeUndefined();
		expect(domain().name).toBe('anew');
		expect(fake.served()).toBe(2);
		fake.write('/local/domain/1/name', 'watched');
		await fake.flushed();
		await refresh();
		expect(domain().name).toBe('watched');
	});

	test('and one that hangs up on every word is not asked faster and faster', async () => {
		const root = temporaryFolder();
		const clock = createFakeClock();
		const server = await startUnixServer(join(root, 'run/xenstored/socket'), (socket) => {
			socket.once('data', () => socket.end());
		});
		const view = createStoreView({root, clock});
		for (let second = 0; second < 60; second += 1) {
			await promptly(view.refresh(never), 'a refresh');
			await clock.advance(1);
		}

		expect(view.trouble()).toEqual({
			kind: 'xenstore',
			message: 'The connection to xenstored was closed without a word.',
			advice: again,
		});
		expect(server.served()).toBe(6);
		await view.close();
	});

	test('what the guest’s agent said is not younger for it', async () => {
		const {fake, refresh, clock, domain} = await createStoreWorld();
		fake.write('/local/domain/1/data/meminfo_total', '1000');
		fake.write('/local/domain/1/data/meminfo_free', '10');
		await refresh();
		const changedAt = clock.monotonic();
		await clock.advance(100);
		fake.hangUp();
		await fake.flushed();
		await clock.advance(1);
		await refresh();
		expect(fake.served()).toBe(2);
		expect(domain().memory).toEqual({totalKiB: 1000, freeKiB: 10, changedAt, isFirst: true});
		fake.write('/local/domain/1/data/meminfo_free', '10');
		await fake.flushed();
		await refresh();
		expect(domain().memory).toEqual({totalKiB: 1000, freeKiB: 10, changedAt: clock.monotonic()});
	});

	test('without its store, there is no domain, and that is reported', async () => {
		const {view, fake, refresh} = await createStoreWorld({nodes: new Map([['/tool', Buffer.alloc(0)]])});
		await refresh();
		expect(view.domains().size).toBe(0);
		expect(view.trouble()).toMatchObject({kind: 'xenstore', message: 'xenstore has no list of domains.'});
		fake.write('/local/domain/0/name', 'Domain-0');
		await fake.flushed();
		await refresh();
		expect([...view.domains().values()]).toMatchObject([{id: 0, name: 'Domain-0'}]);
		expect(view.trouble()).toBeUndefined();
	});
});

describe('what cannot be spoken to', () => {
	test('no socket and no device', async () => {
		const root = temporaryFolder();
		const view = createStoreView({root, clock: createFakeClock()});
		expect(view.trouble()).toBeUndefined();
		await promptly(view.refresh(never), 'a refresh');
		expect(view.trouble()).toMatchObject({
			message: `Cannot open ${root}/run/xenstored/socket: it is not there.`,
		});
		await view.close();
	});

	test('a socket that no process listens on', async () => {
		const root = temporaryFolder();
		mkdirSync(join(root, 'run/xenstored'), {recursive: true});
		writeFileSync(join(root, 'run/xenstored/socket'), '');
		const view = createStoreView({root, clock: createFakeClock()});
		await promptly(view.refresh(never), 'a refresh');
		expect(view.trouble()).toMatchObject({
			message: `Cannot open ${root}/run/xenstored/socket: no process listens there.`,
		});
		await view.close();
	});

	test('the other folder of sockets', async () => {
		const root = temporaryFolder();
		const fake = await startFakeXenstored(join(root, 'var'));
		const view = createStoreView({root, clock: createFakeClock()});
		await promptly(view.refresh(never), 'a refresh');
		expect(view.domains().size).toBe(2);
		await view.close();
		expect(fake.served()).toBe(1);
	});

	test('a garbled answer ends the conversation, and the next one is a new one', async () => {
		const {root, view, fake, refresh, clock} = await createStoreWorld();
		fake.garble(Buffer.from('\u001B[2J\u001B[31m garbage from nowhere'));
		await refresh();
		const {message, advice} = view.trouble() ?? {};
		expect(message).toMatch(
			new RegExp(`^${root}/run/xenstored/socket gave what is not the protocol of xenstore: .*\\.$`),
		);
		expect(message).not.toContain('\u001B');
		expect(advice).toBe(again);
		await clock.advance(1);
		await refresh();
		expect(view.trouble()).toBeUndefined();
		expect(view.domains().size).toBe(2);
	});

	test('the list of domains is refused: what is known stays', async () => {
		const {view, fake, refresh} = await createStoreWorld();
		await refresh();
		fake.refuse('DIRECTORY /local/domain', 'EACCES', 1);
		fake.fire('@introduceDomain');
		await fake.flushed();
		await refresh();
		expect(view.trouble()).toEqual({
			kind: 'xenstore',
			message: 'The list of domains in xenstore cannot be read (EACCES).',
			advice: 'Run domtop as root to see names, sizes and sources of disks.',
		});
		expect(view.domains().size).toBe(2);
		await refresh();
		expect(view.trouble()).toBeUndefined();
	});
});

describe('a refresh', () => {
	test('that is aborted before it begins, or while it reads, resolves at once', async () => {
		const {view, fake, refresh} = await createStoreWorld();
		await promptly(view.refresh(AbortSignal.abort()), 'a refresh with a fired signal');
		fake.hush();
		const aborting = new AbortController();
		const refreshed = view.refresh(aborting.signal);
		aborting.abort();
		await promptly(refreshed, 'an aborted refresh');
		expect(view.domains().size).toBe(0);
		fake.speak();
		await refresh();
		expect(view.domains().size).toBe(2);
	});

	test('is one at a time', async () => {
		const {view, fake} = await createStoreWorld();
		await promptly(Promise.all([view.refresh(never), view.refresh(never)]), 'two refreshes');
		const once = fake.received();
		const other = await createStoreWorld();
		await other.refresh();
		expect(once).toBe(other.fake.received());
	});
});

import {describe, expect, test} from 'vitest';
import {openRemote} from '../../../../drivers/libvirt/calls/open-remote.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';
import {type FakeLibvirtdOptions, startFakeLibvirtd} from '../fake-libvirtd.ts';
import {createHandLink} from '../hand-link.ts';
import {openFake, openPath} from '../open-fake.ts';
import {connectLink} from '../socket-link.ts';

const name = 'qemu:///system';

const start = async (options: FakeLibvirtdOptions = {}) => {
	const clock = createFakeClock();
	const fake = await startFakeLibvirtd(temporaryFolder(), options);
	const open = async (changes: {readonly signal?: AbortSignal; readonly deadline?: number} = {}) =>
		openRemote(await connectLink(fake.path), {name, readOnly: false, clock, ...changes});
	return {clock, fake, open};
};

const names = (fake: Awaited<ReturnType<typeof start>>['fake']) => fake.calls.map((call) => call.name);

describe('authentication', () => {
	test('none', async () => {
		const {fake, remote} = await openFake();
		expect(names(fake)).toEqual(['authList', 'connectOpen']);
		expect(fake.calls[1]?.arguments).toEqual({name, flags: 0});
		expect(await remote.hypervisorType()).toBe('QEMU');
	});

	test('polkit lets in', async () => {
		const {fake, remote} = await openFake({auth: [2]});
		expect(names(fake)).toEqual(['authList', 'authPolkit', 'connectOpen']);
		expect(await remote.hostname()).toBe('fake');
	});

	test.each([
		[45, 'authentication failed: access denied by policy'],
		[79, 'authentication cancelled: user cancelled authentication process'],
		[
			94,
			"authentication unavailable: no polkit agent available to authenticate action 'org.libvirt.unix.manage'",
		],
	])('polkit refuses (%d)', async (code, message) => {
		const {fake, open} = await start({auth: [2]});
		fake.refuse('authPolkit', code, message);
		await expect(open()).rejects.toMatchObject({
			name: 'DriverError',
			message: `libvirt does not let this user in: ${message}.`,
			advice: 'Join the group libvirt, or run domtop as root.',
		});
		await eventually(fake.clients).toBe(0);
	});

	test('a user that may not open', async () => {
		const {fake, open} = await start();
		fake.refuse('connectOpen', 88, 'access denied');
		await expect(open()).rejects.toMatchObject({
			message: 'libvirt does not let this user in: access denied.',
		});
	});

	test('SASL is refused by us', async () => {
		const {fake, open} = await start({auth: [1]});
		await expect(open()).rejects.toMatchObject({
			name: 'DriverError',
			message: 'libvirt wants a user and a password (SASL), which domtop does not give.',
			advice: expect.stringContaining('auth_unix_ro = "none"'),
		});
		expect(names(fake)).toEqual(['authList']);
		await eventually(fake.clients).toBe(0);
	});

	test('one that nobody knows', async () => {
		const {open} = await start({auth: [9]});
		await expect(open()).rejects.toMatchObject({
			message: 'libvirt wants an authentication (9) that domtop does not know.',
		});
	});

	test('a daemon that does not know the question, or has nothing to say to it', async () => {
		const {fake, open} = await start();
		fake.refuse('authList', 3, 'this function is not supported by the connection driver: auth_list');
		await (await open()).close();
		const silent = await openFake({auth: []});
		expect(await silent.remote.hypervisorType()).toBe('QEMU');
	});
});

describe('opening', () => {
	test('read-only by the flag, or by the socket', async () => {
		const {fake, clock} = await openFake({domains: [{name: 'web'}]});
		for (const remote of [await openPath(fake.path, clock, true), await openPath(fake.readOnlyPath, clock)]) {
			const [web] = await remote.listDomains();
			if (!web) {
				throw new Error('no domain');
			}

			await expect(remote.setMemoryStatsPeriod(web, 2)).rejects.toMatchObject({
				code: 29,
				message: 'operation forbidden: read only access prevents virDomainSetMemoryStatsPeriod',
			});
		}
	});

	test('a hypervisor that is not there', async () => {
		const {fake, open} = await start({names: ['test:///default']});
		await expect(open()).rejects.toMatchObject({
			name: 'DriverError',
			message: `libvirt does not open ${name}: no connection driver available for ${name}.`,
			advice: 'Install the package of that driver where libvirt runs, or give another URI.',
		});
		await eventually(fake.clients).toBe(0);
	});

	test('any other refusal is told in libvirt’s words', async () => {
		const {fake, open} = await start();
		fake.refuse('connectOpen', 38, 'Failed to connect socket: \u001B[31mno.');
		await expect(open()).rejects.toMatchObject({
			name: 'DriverError',
			message: `libvirt does not open ${name}: Failed to connect socket: \uFFFD[31mno.`,
		});
	});

	test('a daemon that says nothing is given 10 s, then the link is closed and no timer left', async () => {
		const {fake, open, clock} = await start();
		fake.hush();
		const opening = open();
		const failed = expect(opening).rejects.toMatchObject({
			name: 'DriverError',
			message: 'libvirt did not answer within 10 s.',
		});
		await eventually(() => fake.count('authList')).toBe(1);
		await clock.advance(9.9);
		expect(fake.clients()).toBe(1);
		await clock.advance(0.2);
		await failed;
		await eventually(fake.clients).toBe(0);
		expect(clock.sleeping()).toEqual([]);
	});

	test('a signal gives up', async () => {
		const {fake, open, clock} = await start();
		fake.hush();
		const stop = new AbortController();
		const opening = open({signal: stop.signal});
		await eventually(() => fake.count('authList')).toBe(1);
		stop.abort(new Error('quit'));
		await expect(opening).rejects.toThrow('quit');
		await eventually(fake.clients).toBe(0);
		expect(clock.sleeping()).toEqual([]);
		await expect(open({signal: AbortSignal.abort(new Error('before'))})).rejects.toThrow('before');
		await eventually(fake.clients).toBe(0);
	});

	test('a far end that goes away meanwhile tells why', async () => {
		const link = createHandLink();
		const opening = openRemote(link, {name, readOnly: true, clock: createFakeClock()});
		const why = new DriverError('ssh: Permission denied (publickey).', 'Give ssh a key.');
		link.end(why);
		await expect(opening).rejects.toBe(why);
		expect(link.closings()).toBeGreaterThan(0);
	});

	test('one that does not speak libvirt', async () => {
		const link = createHandLink();
		const clock = createFakeClock();
		const opening = openRemote(link, {name, readOnly: true, clock}).catch((error: unknown) => error);
		link.receive(Buffer.from('220 mail ESMTP\r\n'));
		await clock.advance(0.5);
		expect(await opening).toMatchObject({
			name: 'DriverError',
			message: 'What came is not libvirt\'s protocol: "220 mail ESMTP".',
		});
	});

	test('one that says a word and no more: the word is told at the deadline', async () => {
		const link = createHandLink();
		const clock = createFakeClock();
		const opening = openRemote(link, {name, readOnly: true, clock}).catch((error: unknown) => error);
		link.receive(Buffer.from('ok\n'));
		await clock.advance(10);
		expect(await opening).toMatchObject({message: 'What came is not libvirt\'s protocol: "ok".'});
	});

	test('once open it is on its own: neither signal nor deadline ends it', async () => {
		const {fake, open, clock} = await start();
		const stop = new AbortController();
		const remote = await open({signal: stop.signal});
		stop.abort(new Error('quit'));
		await clock.advance(4);
		expect(await remote.hypervisorType()).toBe('QEMU');
		await remote.close();
		await remote.close();
		await eventually(fake.clients).toBe(0);
		expect(names(fake).at(-1)).toBe('hypervisorType');
	});

	test('a daemon that is killed ends it', async () => {
		const {fake, remote} = await openFake();
		fake.hush();
		const call = remote.hostname();
		const failed = expect(call).rejects.toThrow('The daemon hung up.');
		await eventually(() => fake.count('hostname')).toBe(1);
		await fake.stop();
		await failed;
		expect(await remote.ended).toMatchObject({message: 'The daemon hung up.'});
	});
});

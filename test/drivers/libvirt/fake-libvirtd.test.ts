import {PassThrough} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {openRemote} from '../../../drivers/libvirt/calls/open-remote.ts';
import {createRpcClient} from '../../../drivers/libvirt/calls/rpc-client.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {startFakeLibvirtd} from './fake-libvirtd.ts';
import {fakePacket, xdr} from './fake-wire.ts';
import {openFake, openPath} from './open-fake.ts';
import {connectLink, linkOver} from './socket-link.ts';
import {someDomain} from './some-domain.ts';

const raw = async (path: string) => {
	const link = await connectLink(path);
	return {link, client: createRpcClient(link, {clock: createHandClock()})};
};

describe('the fake daemon refuses what it does not know', () => {
	test.each([
		['an unknown procedure', 9999, Buffer.alloc(0), 'unknown procedure: 9999'],
		['arguments too long', 3, xdr.int(0), '4 bytes too many'],
		['arguments too short', 16, xdr.string('web'), 'ends after 8 bytes'],
		[
			'flags that are none',
			14,
			Buffer.concat([xdr.string(''), Buffer.alloc(16), xdr.int(1), xdr.int(1)]),
			'flags 1',
		],
	])('%s', async (_what, procedure, payload, message) => {
		const fake = await startFakeLibvirtd(temporaryFolder());
		const {client} = await raw(fake.path);
		await expect(client.call({procedure, payload, decode: () => {}})).rejects.toMatchObject({code: 39});
		expect(fake.takeFailures().join()).toContain(message);
		await client.close();
	});

	test('calls before CONNECT_OPEN', async () => {
		const fake = await startFakeLibvirtd(temporaryFolder());
		const {client} = await raw(fake.path);
		await expect(client.call({procedure: 3, decode: () => {}})).rejects.toMatchObject({
			code: 1,
			message: 'internal error: hypervisor connection not open',
		});
		await client.close();
	});

	test('five calls at once', async () => {
		const fake = await startFakeLibvirtd(temporaryFolder());
		const {link, client} = await raw(fake.path);
		fake.hush();
		for (let serial = 1; serial <= 5; serial += 1) {
			link.write(fakePacket({procedure: 66, type: 0, serial}));
		}

		await eventually(() => fake.count('authList')).toBe(5);
		expect(fake.takeFailures()).toEqual(['5 calls at once']);
		await client.close();
	});
});

describe('the fake daemon does as libvirt does', () => {
	const everything = {domains: [], groups: 63, flags: 0};
	const noWait = {...everything, flags: 1 << 29};

	test('without the bulk call, and with one that does not take NOWAIT', async () => {
		const xen = await openFake({hypervisor: 'Xen', bulk: false});
		await expect(xen.remote.bulkStats(everything)).rejects.toMatchObject({code: 3});
		const vz = await openFake({hypervisor: 'vz', noWait: false});
		expect(await vz.remote.bulkStats(everything)).toEqual([]);
		await expect(vz.remote.bulkStats(noWait)).rejects.toMatchObject({
			code: 8,
			message: 'unsupported flags (0x20000000) in function vzConnectGetAllDomainStats',
		});
	});

	test('a domain that a job holds is reduced without waiting, and waited for with', async () => {
		const {fake, remote} = await openFake({domains: [someDomain({name: 'web'})]});
		const [web] = await remote.listDomains();
		fake.domain('web').hold();
		const [reduced] = await remote.bulkStats(noWait);
		expect(reduced?.fields).toContain('block.0.path');
		expect(reduced?.fields).not.toContain('block.0.rd.bytes');
		const waiting = remote.bulkStats(everything);
		const memory = web && remote.memoryStats(web);
		await eventually(fake.domain('web').waiting).toBe(2);
		fake.domain('web').release();
		expect((await waiting)[0]?.fields).toContain('block.0.rd.bytes');
		expect(await memory).not.toEqual([]);
	});

	test('a call that hangs in the monitor is not helped by the time that is over, those that wait for it are', async () => {
		const {fake, remote} = await openFake({domains: [someDomain({name: 'web'})]});
		const [web] = await remote.listDomains();
		if (!web) {
			throw new Error('no domain');
		}

		fake.domain('web').hang();
		const first = remote.bulkStats(noWait);
		await eventually(fake.domain('web').waiting).toBe(1);
		const refused = expect(remote.jobStats(web)).rejects.toMatchObject({code: 68});
		const reduced = remote.bulkStats(everything);
		await eventually(fake.domain('web').waiting).toBe(3);
		expect(await remote.controlInfo(web)).toMatchObject({state: 'ok'});
		fake.domain('web').timeOut();
		await refused;
		expect((await reduced)[0]?.fields).not.toContain('balloon.usable');
		expect(fake.domain('web').waiting()).toBe(1);
		fake.domain('web').release();
		expect((await first)[0]?.fields).toContain('balloon.usable');
	});

	test('over the pipes of a child', async () => {
		const fake = await startFakeLibvirtd(temporaryFolder());
		const [there, back] = [new PassThrough(), new PassThrough()];
		const {Duplex} = await import('node:stream');
		fake.serve(Duplex.from({readable: there, writable: back}), true);
		const link = linkOver(Duplex.from({readable: back, writable: there}));
		const remote = await openRemote(link, {name: '', readOnly: false, clock: createHandClock()});
		expect(await remote.hypervisorType()).toBe('QEMU');
		expect(fake.calls.at(-1)).toMatchObject({isReadOnly: true});
		await remote.close();
	});

	test('it is silent, hangs up, stops and starts', async () => {
		const {fake, remote, clock} = await openFake();
		fake.hush();
		const call = remote.hostname();
		await eventually(() => fake.count('hostname')).toBe(1);
		fake.speak();
		expect(await call).toBe('fake');
		fake.hangUp();
		await remote.ended;
		await fake.stop();
		await expect(connectLink(fake.path)).rejects.toMatchObject({code: 'ENOENT'});
		await fake.start();
		expect(await (await openPath(fake.path, clock)).hostname()).toBe('fake');
		expect(fake.served()).toBe(2);
	});
});

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import type {RemoteDomain} from '../../../../drivers/libvirt/calls/remote-domain.ts';
import {createRpcClient} from '../../../../drivers/libvirt/calls/rpc-client.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {errorPayload, type FakePacket, fakePacket, keepAliveProgram, xdr} from '../fake-wire.ts';
import {createHandLink} from '../hand-link.ts';
import {createHandRemote} from '../hand-remote.ts';

const domain: RemoteDomain = {name: 'web', uuid: '00000000-0000-4000-8000-000000000001', id: 1};

/** So many calls that were sent, each with what it resolves to. */
const asked = async (count: number) => {
	const hand = createHandRemote();
	const answers = Array.from({length: count}, () => hand.remote.hostname());
	for (const answer of answers) {
		answer.catch(() => {});
	}

	await hand.clock.settle();
	return {...hand, answers, calls: hand.link.sent()};
};

const text = (line: string) => ({payload: xdr.string(line)});
const garbled = expect.objectContaining({
	name: 'DriverError',
	message: expect.stringMatching(/^What came is not libvirt's protocol: .*\.$/),
	advice: expect.stringMatching(/\.$/),
});

describe('replies', () => {
	test('in any order find their calls', async () => {
		await fc.assert(
			fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], {minLength: 4}), async (order) => {
				const {answers, calls, reply, remote} = await asked(4);
				for (const index of order) {
					reply(calls[index] as FakePacket, text(`host ${index}`));
				}

				expect(await Promise.all(answers)).toEqual(['host 0', 'host 1', 'host 2', 'host 3']);
				expect(remote.freeSlots()).toBe(4);
			}),
			{numRuns: 24},
		);
	});

	test('with an error reject in libvirt’s words, and nothing else suffers', async () => {
		const {answers, calls, reply} = await asked(2);
		reply(calls[0] as FakePacket, {status: 1, payload: errorPayload(88, 'access denied: \u001B[2J\nno')});
		reply(calls[1] as FakePacket, text('vm'));
		await expect(answers[0]).rejects.toMatchObject({
			name: 'RemoteError',
			code: 88,
			message: 'access denied: \uFFFD[2J no',
		});
		expect(await answers[1]).toBe('vm');
	});

	test('with texts of megabytes give what is kept of them', async () => {
		const {answers, calls, reply, remote, clock, link} = await asked(1);
		reply(calls[0] as FakePacket, text('x'.repeat(3_000_000)));
		expect(await answers[0]).toHaveLength(4096);
		const list = remote.listDomains();
		await clock.settle();
		const [one] = [Buffer.concat([xdr.string('x'.repeat(3_000_000)), Buffer.alloc(16, 1), xdr.int(-7)])];
		reply(link.sent().at(-1) as FakePacket, {payload: Buffer.concat([xdr.int(1), one, xdr.int(1)])});
		const [domain] = await list;
		expect(domain?.name).toHaveLength(1024);
		expect(domain?.id).toBeUndefined();
	});

	test('with fewer than no processors tell no number of them', async () => {
		const {remote, clock, link, reply} = createHandRemote();
		const answer = remote.nodeInfo();
		await clock.settle();
		const payload = Buffer.concat([Buffer.alloc(128), xdr.hyper(1000), xdr.int(-1), Buffer.alloc(20)]);
		reply(link.sent().at(-1) as FakePacket, {payload});
		expect(await answer).toEqual({memoryKiB: 1000, cpus: undefined});
	});

	test('with an error without words', async () => {
		const {answers, calls, reply} = await asked(1);
		reply(calls[0] as FakePacket, {status: 1, payload: Buffer.concat([xdr.int(9), xdr.int(0), xdr.int(0)])});
		await expect(answers[0]).rejects.toMatchObject({code: 9, message: 'error 9 without a message'});
	});

	test('with very many words are cut', async () => {
		const {answers, calls, reply} = await asked(1);
		reply(calls[0] as FakePacket, {status: 1, payload: errorPayload(1, 'x'.repeat(1_000_000))});
		await expect(answers[0]).rejects.toMatchObject({message: `${'x'.repeat(1023)}…`});
	});

	test('that nobody waits for are left out: late, twice, never asked, of other programs, streams', async () => {
		const {answers, calls, reply, link, remote} = await asked(2);
		const [first, second] = calls as [FakePacket, FakePacket];
		reply(first, text('vm'));
		reply(first, text('again'));
		reply({...first, serial: 4711}, text('never'));
		for (const type of [0, 2, 3, 4, 6]) {
			reply(second, {type, ...text('odd')});
		}

		reply(second, {program: 0x20008087, ...text('odd')});
		const old = fakePacket({...second, type: 1, ...text('odd')});
		old.writeUInt32BE(2, 8);
		link.receive(old);
		expect(remote.freeSlots()).toBe(3);
		reply(second, text('db'));
		expect(await Promise.all(answers)).toEqual(['vm', 'db']);
		expect(link.closings()).toBe(0);
	});

	test('with descriptors beside them', async () => {
		const {answers, calls, reply} = await asked(1);
		reply(calls[0] as FakePacket, {type: 5, payload: Buffer.concat([xdr.unsigned(0), xdr.string('vm')])});
		expect(await answers[0]).toBe('vm');
	});

	test.each([
		['too short', {payload: xdr.unsigned(5)}],
		['too long', {payload: Buffer.concat([xdr.string('vm'), xdr.int(0)])}],
		['of another procedure', {procedure: 3, ...text('vm')}],
		['of a status that is none', {status: 2, ...text('vm')}],
		['with half an error', {status: 1, payload: xdr.int(1)}],
		['with a marked error', {status: 1, payload: Buffer.concat([xdr.int(1), xdr.int(1), xdr.int(7)])}],
	] as const)('%s end it all', async (_what, changes) => {
		const {answers, calls, reply, link, remote} = await asked(6);
		reply(calls[1] as FakePacket, changes);
		for (const answer of answers) {
			await expect(answer).rejects.toEqual(garbled);
		}

		expect(await remote.ended).toEqual(garbled);
		await expect(remote.hostname()).rejects.toEqual(garbled);
		expect(link.closings()).toBeGreaterThan(0);
		reply(calls[0] as FakePacket, text('late'));
	});
});

describe('at most four at once', () => {
	test('the others wait, in their order', async () => {
		const {answers, calls, reply, link, clock, remote} = await asked(6);
		expect(calls).toHaveLength(4);
		expect(remote.freeSlots()).toBe(0);
		reply(calls[2] as FakePacket, text('two'));
		await clock.settle();
		expect(link.sent()).toHaveLength(5);
		expect(remote.freeSlots()).toBe(0);
		reply(link.sent()[4] as FakePacket, text('four'));
		expect(await answers[4]).toBe('four');
		await clock.settle();
		expect(link.sent()).toHaveLength(6);
		expect(new Set(link.sent().map(({serial}) => serial)).size).toBe(6);
	});

	test('a signal takes a call out of the queue, but not back from the daemon', async () => {
		const {calls, reply, link, clock, remote} = await asked(3);
		const sentOne = new AbortController();
		const waitingOne = new AbortController();
		let isSentSettled = false;
		const sent = remote.hostname({signal: sentOne.signal}).finally(() => {
			isSentSettled = true;
		});
		const waiting = remote.hostname({signal: waitingOne.signal});
		const next = remote.hostname();
		await clock.settle();
		sentOne.abort(new Error('too slow'));
		waitingOne.abort(new Error('too slow'));
		await expect(waiting).rejects.toThrow('too slow');
		await expect(remote.hostname({signal: AbortSignal.abort(new Error('never'))})).rejects.toThrow('never');
		expect([remote.freeSlots(), isSentSettled, link.sent().length]).toEqual([0, false, 4]);
		reply(link.sent()[3] as FakePacket, text('late'));
		expect(await sent).toBe('late');
		await clock.settle();
		expect(link.sent()).toHaveLength(5);
		reply(link.sent()[4] as FakePacket, text('next'));
		expect(await next).toBe('next');
		reply(calls[0] as FakePacket, text('vm'));
		expect(remote.freeSlots()).toBe(2);
	});

	test('refused ones give their slot back', async () => {
		const {calls, reply, link, clock} = await asked(5);
		reply(calls[0] as FakePacket, {status: 1, payload: errorPayload(1, 'no')});
		await clock.settle();
		expect(link.sent()).toHaveLength(5);
	});
});

describe('silence', () => {
	const pings = (packets: readonly FakePacket[]) =>
		packets.filter(
			({program, procedure, type}) => program === keepAliveProgram && procedure === 1 && type === 2,
		).length;
	const dead = expect.objectContaining({
		name: 'DriverError',
		message: expect.stringMatching(/^libvirt has not been heard for \d+ s\.$/),
	});

	test('is asked about after 5 s, and ends it after 20', async () => {
		const {link, clock, remote} = createHandRemote();
		const call = remote.hostname();
		const failed = expect(call).rejects.toEqual(dead);
		await clock.advance(4.9);
		expect(pings(link.sent())).toBe(0);
		await clock.advance(0.2);
		expect(pings(link.sent())).toBe(1);
		await clock.advance(14.7);
		expect([pings(link.sent()), link.closings()]).toEqual([1, 0]);
		await clock.advance(0.3);
		expect(await remote.ended).toEqual(dead);
		await failed;
		expect(link.closings()).toBeGreaterThan(0);
		expect(clock.sleeping()).toEqual([]);
	});

	test('ends with anything that comes, a PONG, an event, half a packet', async () => {
		const {link, clock, remote} = createHandRemote();
		for (const bytes of [
			fakePacket({program: keepAliveProgram, procedure: 2, type: 2}),
			fakePacket({procedure: 4711, type: 2}),
			Buffer.alloc(3),
		]) {
			const before = pings(link.sent());
			await clock.advance(14);
			expect(pings(link.sent())).toBe(before + 1);
			link.receive(bytes);
			await clock.advance(4.5);
			expect(pings(link.sent())).toBe(before + 1);
		}

		expect(link.closings()).toBe(0);
		await remote.close();
		expect(clock.sleeping()).toEqual([]);
	});

	test('is not counted while this program does not run', async () => {
		const clock = createFakeClock();
		const link = createHandLink();
		let isSuspended = false;
		const client = createRpcClient(link, {
			clock: {
				...clock,
				// Woken much later than it asked for.
				sleep: (seconds, signal) => clock.sleep(isSuspended ? seconds + 3600 : seconds, signal),
			},
		});
		let isOver = false;
		void client.ended.then(() => {
			isOver = true;
		});
		await clock.advance(6);
		expect(pings(link.sent())).toBe(1);
		isSuspended = true;
		await clock.advance(4);
		await clock.advance(3600);
		isSuspended = false;
		// It wakes at 3615 and begins that step again.
		await clock.advance(14);
		expect(isOver).toBe(false);
		link.receive(fakePacket({program: keepAliveProgram, procedure: 2, type: 2}));
		await clock.advance(19);
		expect(isOver).toBe(false);
		await clock.advance(2);
		expect(isOver).toBe(true);
		await client.close();
		expect(clock.sleeping()).toEqual([]);
	});
});

describe('the end', () => {
	test('of the link rejects what waits, sent or not, with its reason', async () => {
		const {answers, link, remote, client} = await asked(6);
		const why = new DriverError('ssh ended.', 'Look at it.');
		link.end(why);
		for (const answer of answers) {
			await expect(answer).rejects.toBe(why);
		}

		expect(await remote.ended).toBe(why);
		await expect(client.call({procedure: 3, decode: () => {}})).rejects.toBe(why);
		await remote.close();
	});

	test('by us is told once, and nothing is written after it', async () => {
		const {answers, link, remote, clock} = await asked(6);
		await remote.close();
		await remote.close();
		expect(await remote.ended).toMatchObject({
			name: 'DriverError',
			message: 'The connection to libvirt was closed.',
		});
		for (const answer of answers) {
			await expect(answer).rejects.toMatchObject({name: 'DriverError'});
		}

		await clock.advance(60);
		// All four slots are taken: there is no room to say goodbye.
		expect(link.sent()).toHaveLength(4);
		link.receive(fakePacket({program: keepAliveProgram, procedure: 1, type: 2}));
		link.receive(Buffer.alloc(28, 'x'));
		expect(link.sent()).toHaveLength(4);
		expect(clock.sleeping()).toEqual([]);
	});
});

describe('hostile', () => {
	test('what is no packet ends it', async () => {
		const {answers, link, remote, clock} = await asked(5);
		link.receive(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
		await clock.advance(0.5);
		await expect(answers[4]).rejects.toEqual(garbled);
		expect(await remote.ended).toEqual(garbled);
	});

	test.each([
		['all at once', ['Welcome to host-17!\nNo mail.\n']],
		['in pieces', ['We', 'lcome to host-1', '7!\nNo mail.\n']],
		['which begins as a packet of 74 bytes does', ['\0\0\0Jello\n'], 'Jello'],
		['which begins as a packet of 16 MB does', ['\u0001\u001B[31mWelcome\u001B[0m\n'], 'Welcome'],
		['before the protocol', ['Hello\n', fakePacket({procedure: 66, serial: 0})], 'Hello'],
	])('a text %s is told as it was said', async (_what, pieces, said = 'Welcome to host-17! / No mail.') => {
		const {link, remote, clock} = await asked(1);
		for (const piece of pieces) {
			link.receive(Buffer.from(piece));
		}

		await clock.advance(0.5);
		expect(await remote.ended).toMatchObject({
			name: 'DriverError',
			message: `What came is not libvirt's protocol: "${said}".`,
		});
		expect(clock.sleeping()).toEqual([]);
	});

	test('a text between two packets is told too, and the link knows more of it', async () => {
		const {calls, answers, link, remote, reply, clock} = await asked(2);
		link.explain = (lines) => new DriverError(`It said ${lines.join('|')}.`, 'Ask it.');
		reply(calls[0] as FakePacket, text('host'));
		expect(await answers[0]).toBe('host');
		link.receive(Buffer.from('timed out waiting for input: '));
		link.receive(Buffer.from('auto-logout\n'));
		await clock.advance(0.5);
		expect(await remote.ended).toMatchObject({message: 'It said timed out waiting for input: auto-logout.'});
		await expect(answers[1]).rejects.toThrow('It said');
	});

	test('a text that is too short for a packet is told at the end', async () => {
		const {link, remote} = await asked(1);
		link.receive(Buffer.from('no\n'));
		link.end(new DriverError('It ended.', 'Look.'));
		expect(await remote.ended).toMatchObject({message: `What came is not libvirt's protocol: "no".`});
	});

	test('bytes that are no text end it at once', async () => {
		const {link, remote} = await asked(1);
		link.receive(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]));
		expect(await remote.ended).toEqual(garbled);
	});

	test('of a text without end only its beginning is kept', async () => {
		const {link, remote, clock} = await asked(1);
		for (let count = 0; count < 2000; count += 1) {
			link.receive(Buffer.from('y\n'.repeat(500)));
		}

		await clock.advance(0.5);
		const {message} = await remote.ended;
		expect(message).toBe(`What came is not libvirt's protocol: "y / y / y" and 2045 more lines.`);
	});

	test.each([
		['an event cut short', {payload: xdr.int(0)}],
		['an event too long', {payload: Buffer.alloc(200)}],
	] as const)('%s ends it', async (_what, changes) => {
		const {link, remote, clock} = createHandRemote();
		void remote.watchDomains(() => {}).catch(() => {});
		await clock.settle();
		link.receive(fakePacket({procedure: 318, type: 2, ...changes}));
		expect(await remote.ended).toEqual(garbled);
	});

	test('whatever a reply holds, it is an answer or an end', async () => {
		const asks: readonly ((remote: Remote) => Promise<unknown>)[] = [
			(remote) => remote.hypervisorType(),
			(remote) => remote.nodeInfo(),
			(remote) => remote.nodeCpuStats(),
			(remote) => remote.listDomains(),
			(remote) => remote.domainInfo(domain),
			(remote) => remote.memoryStats(domain),
			(remote) => remote.blockStatsFlags(domain, 'vda'),
			(remote) => remote.interfaceStats(domain, 'vnet0'),
			(remote) => remote.domainXml(domain),
			(remote) => remote.controlInfo(domain),
			(remote) => remote.jobStats(domain),
			(remote) => remote.setMemoryStatsPeriod(domain, 2),
			(remote) => remote.bulkStats({domains: [], groups: 0, flags: 0}),
		];
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...asks),
				fc.array(fc.oneof(fc.integer({min: 0, max: 5}), fc.integer({min: 0, max: 2 ** 32 - 1}))),
				fc.constantFrom(0, 0, 0, 1),
				async (ask, values, status) => {
					const {remote, reply, sent} = createHandRemote();
					const settled = ask(remote).then(
						() => 'answered',
						(error: unknown) => (error as Error).name,
					);
					const changes = {status, payload: Buffer.concat(values.map(xdr.unsigned))};
					reply(await sent(), changes);
					// The host's statistics are asked for twice.
					reply(await sent(), changes);
					expect(['answered', 'DriverError', 'RemoteError']).toContain(await settled);
					await remote.close();
				},
			),
			{numRuns: 400},
		);
	});
});

import {basename} from 'node:path';
import {describe, expect, test} from 'vitest';
import {noWait, type Remote, statsGroup} from '../../../../drivers/libvirt/calls/remote.ts';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';
import {fakePacket, splitPackets} from '../fake-wire.ts';
import {createHandRemote} from '../hand-remote.ts';
import {readCapturedCalls, readCapturedHex, readVirshStats} from '../wire/captured-calls.ts';

const test1 = {name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1};
const demo = {name: 'demo', uuid: '11223344-5566-7788-99aa-bbccddeeff00', id: 1};
const lab2 = {name: 'lab2', uuid: '25dd19f9-9e66-42a4-867a-d4576c309620', id: 2};

type File = 'calls-test-driver.txt' | 'calls-qemu-session.txt';

/** A captured packet by its title, or by its name in rpc-hex. */
const captured = (file: File | 'rpc-hex', title: string): Buffer => {
	if (file === 'rpc-hex') {
		return readCapturedHex(title);
	}

	const found = readCapturedCalls(file).find((packet) => packet.title === title);
	if (!found) {
		throw new Error(`${title} was not captured`);
	}

	return found.bytes;
};

const withSerial = (bytes: Buffer, serial: number): Buffer => {
	const changed = Buffer.from(bytes);
	changed.writeUInt32BE(serial, 20);
	return changed;
};

/** What the daemon answers to an ask whose reply is that one, and the bytes that asked. */
const converse = async (reply: Buffer, ask: (remote: Remote) => Promise<unknown>) => {
	const {remote, link, sent} = createHandRemote();
	const [answer] = [ask(remote).catch((error: unknown) => error)];
	const {serial} = await sent();
	link.receive(withSerial(reply, serial));
	return {answer: await answer, bytes: link.sentBytes(), serial};
};

/** What the records say, without what they were compared with. */
const recordsFrom = async (asked: Promise<readonly StatsRecord[]>) =>
	(await asked).map(({domain, fields, values}) => ({domain, fields, values}));

type Exchange = {
	readonly file: File | 'rpc-hex';
	readonly call: string;
	readonly reply?: string;
	readonly ask: (remote: Remote) => Promise<unknown>;
	readonly answer: unknown;
};

const everything = {domains: [], groups: 0, flags: 0};

const exact: readonly Exchange[] = [
	{
		file: 'calls-test-driver.txt',
		call: 'GET_TYPE(3) call',
		ask: (remote) => remote.hypervisorType(),
		answer: 'TEST',
	},
	{
		file: 'calls-test-driver.txt',
		call: 'GET_HOSTNAME(59) call',
		ask: (remote) => remote.hostname(),
		answer: 'vm',
	},
	{
		file: 'calls-test-driver.txt',
		call: 'NODE_GET_INFO(6) call',
		ask: (remote) => remote.nodeInfo(),
		answer: {memoryKiB: 3_145_728, cpus: 16},
	},
	{
		file: 'calls-test-driver.txt',
		call: 'LIST_ALL_DOMAINS(273) call',
		ask: (remote) => remote.listDomains(),
		answer: [test1],
	},
	{
		file: 'calls-test-driver.txt',
		call: 'DOMAIN_GET_INFO(16) call',
		ask: (remote) => remote.domainInfo(test1),
		answer: {
			state: 1,
			maximumKiB: 8_388_608,
			memoryKiB: 2_097_152,
			vcpus: 2,
			cpuNanoseconds: Number(0x18e9_e65b_80af_5d10n),
		},
	},
	{
		file: 'calls-test-driver.txt',
		call: 'DOMAIN_BLOCK_STATS(64) path="" call',
		ask: (remote) => remote.blockStats(test1, ''),
		answer: expect.objectContaining({
			name: 'RemoteError',
			code: 84,
			message: 'Operation not supported: summary statistics are not supported yet',
		}),
	},
	{
		file: 'calls-test-driver.txt',
		call: 'GET_ALL_DOMAIN_STATS(344) stats=0 call',
		ask: (remote) => recordsFrom(remote.bulkStats(everything)),
		answer: [{domain: test1, fields: ['state.state', 'state.reason'], values: [1, 0]}],
	},
	{
		file: 'calls-qemu-session.txt',
		call: 'BLOCK_STATS vda call',
		ask: (remote) => remote.blockStats(demo, 'vda'),
		answer: {readRequests: 1, readBytes: 512, writeRequests: 0, writeBytes: 0, errors: undefined},
	},
	{
		file: 'calls-qemu-session.txt',
		call: 'GET_JOB_STATS call',
		ask: (remote) => remote.jobStats(demo),
		answer: {operation: undefined, seconds: undefined},
	},
	{
		file: 'calls-qemu-session.txt',
		call: 'GET_ALL_DOMAIN_STATS with doms list call',
		ask: (remote) => recordsFrom(remote.bulkStats({domains: [demo], groups: statsGroup.state, flags: 0})),
		answer: [{domain: demo, fields: ['state.state', 'state.reason'], values: [1, 1]}],
	},
	{
		file: 'calls-qemu-session.txt',
		call: 'GET_ALL_DOMAIN_STATS ENFORCE unknown bit 20 call',
		ask: (remote) => remote.bulkStats({domains: [], groups: 2 ** 20, flags: 2 ** 31}),
		answer: expect.objectContaining({
			code: 74,
			message: 'argument unsupported: Stats types bits 0x100000 are not supported by this daemon or QEMU',
		}),
	},
	{
		file: 'rpc-hex',
		call: 'rw-5-set-memory-stats-period.call',
		ask: (remote) => remote.setMemoryStatsPeriod(lab2, 2),
		answer: undefined,
	},
	{
		file: 'rpc-hex',
		call: 'ro-5-set-memory-stats-period.call',
		ask: (remote) => remote.setMemoryStatsPeriod(lab2, 2),
		answer: expect.objectContaining({
			code: 29,
			message: 'operation forbidden: read only access prevents virDomainSetMemoryStatsPeriod',
		}),
	},
	{
		file: 'rpc-hex',
		call: 'rw-6-no-such-domain.call',
		ask: (remote) =>
			remote.setMemoryStatsPeriod({name: 'nope', uuid: '00000000-0000-0000-0000-000000000000', id: 99}, 2),
		answer: expect.objectContaining({code: 42}),
	},
];

describe('asked as libvirt’s own client did, byte for byte, and the reply understood', () => {
	test.each(exact)('$call', async ({file, call, ask, answer}) => {
		const reply = captured(file, call.replace(/call$/, 'reply'));
		const found = await converse(reply, ask);
		expect(found.bytes).toEqual(withSerial(captured(file, call), found.serial));
		expect(found.answer).toEqual(answer);
	});

	test('close says nothing: libvirtd 9.0.0 may crash over CONNECT_CLOSE and the end of the link at once', async () => {
		const {remote, link} = createHandRemote();
		await remote.close();
		expect(link.sentBytes()).toHaveLength(0);
	});
});

test('a reply that is cut anywhere, or too long, ends it', async () => {
	for (const {file, call, ask} of exact) {
		const reply = captured(file, call.replace(/call$/, 'reply'));
		const payload = reply.subarray(28);
		// Of an error only what is up to its message is read.
		const isError = reply.readUInt32BE(24) === 1;
		const end = isError ? 40 : payload.length + 4;
		for (let length = 0; length <= end; length += 1) {
			if (length === payload.length) {
				continue;
			}

			const cut = Buffer.alloc(28 + length);
			reply.copy(cut);
			cut.writeUInt32BE(cut.length);
			const {answer} = await converse(cut, ask);
			expect(answer, `${call} ${length}`).toMatchObject({name: 'DriverError'});
		}
	}
});

test('so does the bulk reply of two guests', async () => {
	const reply = captured('rpc-hex', 'ro-3-get-all-domain-stats.reply');
	for (let length = 28; length < reply.length; length += 1) {
		const cut = Buffer.from(reply.subarray(0, length));
		cut.writeUInt32BE(length);
		const {answer} = await converse(cut, (remote) => remote.bulkStats(everything));
		expect(answer, `${length}`).toMatchObject({name: 'DriverError'});
	}
});

describe('asked with another number than the capture', () => {
	/** The captured call with 32 bits changed at an offset. */
	const changed = (bytes: Buffer, offset: number, value: number): Buffer => {
		const copy = Buffer.from(bytes);
		copy.writeUInt32BE(value, offset);
		return copy;
	};

	test('memory statistics of a silent guest', async () => {
		const reply = captured('calls-qemu-session.txt', 'MEMORY_STATS max=13 reply');
		const {answer, bytes, serial} = await converse(reply, (remote) => remote.memoryStats(demo));
		const call = captured('calls-qemu-session.txt', 'MEMORY_STATS max=13 call');
		expect(bytes).toEqual(changed(withSerial(call, serial), 56, 64));
		expect(answer).toEqual([
			{tag: 6, value: 131_072},
			{tag: 9, value: 0},
			{tag: 7, value: 0xc6e4},
		]);
	});

	test('memory statistics of the test driver', async () => {
		const reply = captured('calls-test-driver.txt', 'DOMAIN_MEMORY_STATS(159) max=16 reply');
		const {answer} = await converse(reply, (remote) => remote.memoryStats(test1));
		expect(answer).toHaveLength(13);
		expect(answer).toContainEqual({tag: 9, value: 627_319_920});
	});

	test('block statistics by name', async () => {
		const reply = captured('calls-qemu-session.txt', 'BLOCK_STATS_FLAGS nparams=8 reply');
		const {answer, bytes, serial} = await converse(reply, (remote) => remote.blockStatsFlags(demo, 'vda'));
		const call = captured('calls-qemu-session.txt', 'BLOCK_STATS_FLAGS nparams=8 call');
		expect(bytes).toEqual(changed(withSerial(call, serial), 64, 16));
		expect(answer).toEqual({
			domain: demo,
			fields: [
				'wr_bytes',
				'wr_operations',
				'rd_bytes',
				'rd_operations',
				'flush_operations',
				'wr_total_times',
				'rd_total_times',
				'flush_total_times',
			],
			values: [0, 0, 512, 1, 0, 0, 103_293, 0],
		});
	});
});

describe('the host’s statistics are asked for by their number, which is asked first, once', () => {
	test.each([
		{
			file: 'calls-test-driver.txt',
			title: 'NODE_GET_CPU_STATS(227) cpuNum=-1 nparams=',
			full: 16,
			countAt: 32,
			ask: (remote: Remote) => remote.nodeCpuStats(),
			keys: ['user', 'kernel', 'idle', 'iowait'],
		},
		{
			file: 'calls-qemu-session.txt',
			title: 'NODE_GET_MEMORY_STATS nparams=',
			full: '4 cell=-1',
			countAt: 28,
			ask: (remote: Remote) => remote.nodeMemoryStats(),
			keys: ['total', 'free', 'buffers', 'cached'],
		},
	] as const)('$title', async ({file, title, full, countAt, ask, keys}) => {
		const {remote, link, sent} = createHandRemote();
		for (const round of [0, 1]) {
			const answer = ask(remote);
			if (round === 0) {
				const {serial} = await sent();
				expect(link.sentBytes()).toEqual(withSerial(captured(file, `${title}0 call`), serial));
				link.receive(withSerial(captured(file, `${title}0 reply`), serial));
			}

			const {serial} = await sent();
			const call = withSerial(captured(file, `${title}${full} call`), serial);
			call.writeUInt32BE(4, countAt);
			expect(link.sentBytes().subarray(-call.length)).toEqual(call);
			link.receive(withSerial(captured(file, `${title}${full} reply`), serial));
			const stats = (await answer) as ReadonlyMap<string, number>;
			expect([...stats.keys()].sort()).toEqual([...keys].sort());
			expect([...stats.values()].every((value) => value > 0)).toBe(true);
		}

		expect(link.sent()).toHaveLength(3);
	});

	test('a test driver has none of memory', async () => {
		const reply = captured('calls-test-driver.txt', 'NODE_GET_MEMORY_STATS(228) nparams=16 cell=-1 reply');
		const {answer} = await converse(reply, (remote) => remote.nodeMemoryStats());
		expect(answer).toMatchObject({name: 'RemoteError', code: 3});
	});
});

describe('the bulk reply of two guests', () => {
	const read = async (name: string) => {
		const reply = captured('rpc-hex', `${name}.reply`);
		return (await converse(reply, (remote) => remote.bulkStats(everything))).answer as readonly StatsRecord[];
	};

	test('has what virsh domstats shows, in its order and its kinds', async () => {
		const records = await read('ro-3-get-all-domain-stats');
		const virsh = readVirshStats();
		expect(records.map(({domain}) => domain.name)).toEqual([...virsh.keys()]);
		for (const {domain, fields, values} of records) {
			const shown = virsh.get(domain.name) as ReadonlyMap<string, string>;
			expect(fields).toEqual([...shown.keys()]);
			for (const [index, field] of fields.entries()) {
				const text = shown.get(field) as string;
				const value = values[index];
				expect([field, typeof value]).toEqual([field, /^\d+$/.test(text) ? 'number' : 'string']);
				// The same guests in another run, in another folder: what is no counter is the same.
				if (/name|path|capacity|maximum|count|state|hugetlb|available|backingIndex|mode/.test(field)) {
					expect(basename(`${value}`), field).toBe(basename(text));
				}
			}
		}
	});

	test('only of the groups that were asked for', async () => {
		const [record] = await read('rw-3b-stats-state-balloon-block');
		expect(new Set(record?.fields.map((field) => field.split('.')[0]))).toEqual(
			new Set(['state', 'balloon', 'block']),
		);
		const {bytes, serial} = await converse(
			captured('rpc-hex', 'rw-3b-stats-state-balloon-block.reply'),
			(remote) =>
				remote.bulkStats({
					domains: [],
					groups: statsGroup.state + statsGroup.balloon + statsGroup.block,
					flags: 0,
				}),
		);
		expect(bytes).toEqual(withSerial(captured('rpc-hex', 'rw-3b-stats-state-balloon-block.call'), serial));
	});

	test('is asked for without waiting', async () => {
		const {remote, sent} = createHandRemote();
		void remote.bulkStats({domains: [], groups: 36, flags: noWait}).catch(() => {});
		expect((await sent()).payload.toString('hex')).toBe('000000000000002420000000');
		await remote.close();
	});
});

describe('events', () => {
	const watch = async () => {
		const hand = createHandRemote();
		const events: unknown[] = [];
		const watching = hand.remote.watchDomains((event) => events.push(event));
		await hand.clock.settle();
		return {...hand, events, watching, calls: hand.link.sent()};
	};

	test('are registered for all domains, as the capture does', async () => {
		const {link, watching, reply, calls} = await watch();
		const lifecycle = captured('calls-test-driver.txt', 'REGISTER_ANY lifecycle(316) call');
		const balloon = captured('calls-qemu-session.txt', 'REGISTER balloon-change eventID=13 call');
		expect(link.sentBytes()).toEqual(
			Buffer.concat([lifecycle, balloon].map((bytes, index) => withSerial(bytes, calls[index]?.serial ?? 0))),
		);
		for (const [id, call] of calls.entries()) {
			const payload = Buffer.alloc(4);
			payload.writeUInt32BE(id);
			reply(call, {payload});
		}

		await watching;
	});

	test('of a guest that was destroyed: about to stop with its id, stopped without', async () => {
		const {link, watching, reply, calls, events} = await watch();
		const destroyed = readCapturedCalls('calls-qemu-session.txt')
			.filter(({title}) => title === 'after DESTROY rx')
			.map(({bytes}) => bytes);
		// In the capture the callback of these has the number 1.
		for (const [index, call] of calls.entries()) {
			reply(call, {payload: Buffer.from([0, 0, 0, 1 - index])});
		}

		await watching;
		link.receive(Buffer.concat(destroyed));
		expect(events).toEqual([
			{kind: 'lifecycle', domain: demo, change: 'shutdown', detail: 2},
			{kind: 'lifecycle', domain: {...demo, id: undefined}, change: 'stopped', detail: 1},
		]);
	});

	test('of callbacks that are not ours are left out', async () => {
		const {link, watching, reply, calls, events, remote} = await watch();
		for (const [index, call] of calls.entries()) {
			reply(call, {payload: Buffer.from([0, 0, 0, 7 + index])});
		}

		await watching;
		for (const {title, bytes} of readCapturedCalls('calls-test-driver.txt')) {
			if (title.startsWith('after ')) {
				link.receive(bytes);
			}
		}

		expect(events).toEqual([]);
		expect(remote.freeSlots()).toBe(4);
	});

	test('that the hypervisor does not know are left out', async () => {
		const {watching, reply, calls} = await watch();
		const refusal = splitPackets(captured('calls-test-driver.txt', 'bad proc reply')).packets[0];
		for (const call of calls) {
			reply(call, {status: 1, payload: refusal?.payload ?? Buffer.alloc(0)});
		}

		await expect(watching).resolves.toBeUndefined();
	});
});

test('PING is answered with PONG', async () => {
	const {link} = createHandRemote();
	link.receive(captured('calls-test-driver.txt', 'keepalive ping after 5.0s'));
	expect(link.sentBytes()).toEqual(captured('calls-test-driver.txt', 'keepalive pong'));
	link.receive(
		Buffer.concat(Array.from({length: 1000}, () => fakePacket({program: 0x6b656570, procedure: 1, type: 2}))),
	);
	expect(link.sent()).toHaveLength(2);
});

describe('a refusal', () => {
	test.each([
		['bad proc reply', 39, 'unknown procedure: 9999'],
		['pre-auth GET_TYPE? reply', 1, 'internal error: hypervisor connection not open'],
		['RO XML SECURE reply', 29, 'operation forbidden: virDomainGetXMLDesc with secure flag'],
	] as const)('%s', async (title, code, message) => {
		const bytes = Buffer.from(captured('calls-test-driver.txt', title));
		bytes.writeUInt32BE(3, 12);
		const {answer} = await converse(bytes, (remote) => remote.hypervisorType());
		expect(answer).toMatchObject({name: 'RemoteError', code, message});
	});
});

import {mkdirSync, symlinkSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {connectQmp, type QmpClientOptions, type QmpEvent} from '../../../drivers/qmp/qmp-client.ts';
import {type Clock, systemClock} from '../../../source/async/clock.ts';
import {eventually} from '../../helpers/eventually.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {startFakeQemu} from '../qemu/fake-qemu.ts';
import {readRecording} from '../qemu/recording.ts';
import {startUnixServer} from '../qemu/unix-server.ts';
import {startPeer} from './start-peer.ts';

const connect = async (path: string, changes: Partial<QmpClientOptions> = {}) => {
	const client = await connectQmp({path, clock: systemClock, ...changes});
	onTestFinished(client.close);
	return client;
};

test('commands are answered by their ids, refusals in the words of QEMU', async () => {
	const path = join(temporaryFolder(), 'qmp.sock');
	await startFakeQemu(path, readRecording('qmp-drive.jsonl'));
	const client = await connect(path);
	const [status, refused, name] = await Promise.allSettled([
		client.execute('query-status'),
		client.execute('no-such-command'),
		client.execute('query-name'),
	]);
	expect(status).toMatchObject({value: {value: {status: 'running'}}});
	expect(name).toMatchObject({value: {value: {name: 'qa'}}});
	expect(refused).toMatchObject({
		reason: {
			name: 'QmpRefusal',
			errorClass: 'CommandNotFound',
			message: 'The command no-such-command has not been found',
		},
	});
});

test('at most eight commands are in flight', async () => {
	const held: number[] = [];
	const {path} = await startPeer((_socket, id) => held.push(id));
	const client = await connect(path);
	const replies = Promise.allSettled(Array.from({length: 20}, () => client.execute('query-status')));
	await eventually(() => held.length).toBe(8);
	await new Promise((resolve) => setImmediate(resolve));
	expect(held).toHaveLength(8);
	client.close();
	expect((await replies).every(({status}) => status === 'rejected')).toBe(true);
});

test('events are told as they come', async () => {
	const events: QmpEvent[] = [];
	const {path} = await startPeer((socket, id) => {
		socket.write('{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}\r\n');
		socket.write(`{"event": "RESET", "data": {"guest": true}}\r\n{"return": 1, "id": ${id}}\r\n`);
	});
	const client = await connect(path, {onEvent: (event) => events.push(event)});
	expect((await client.execute('query-status')).value).toBe(1);
	expect(events).toEqual([
		{name: 'STOP', data: undefined},
		{name: 'RESET', data: {guest: true}},
	]);
});

test('the time of a reply lies between its sending and its coming', async () => {
	const {path} = await startPeer((socket, id) => socket.write(`{"return": 1, "id": ${id}}\r\n`));
	const client = await connect(path);
	const before = systemClock.monotonic();
	const {sentAt, receivedAt} = await client.execute('query-status');
	expect(sentAt).toBeGreaterThanOrEqual(before);
	expect(receivedAt).toBeGreaterThanOrEqual(sentAt);
	expect(systemClock.monotonic()).toBeGreaterThanOrEqual(receivedAt);
});

test('a signal ends it', async () => {
	const aborting = new AbortController();
	const {path, server} = await startPeer(() => {});
	const client = await connect(path, {signal: aborting.signal});
	const reply = client.execute('query-status');
	aborting.abort();
	await expect(reply).rejects.toMatchObject({kind: 'cancelled'});
	await eventually(server.clients).toBe(0);
	await expect(connect(path, {signal: aborting.signal})).rejects.toMatchObject({kind: 'cancelled'});
});

test('nobody listening, and nothing there, is absent', async () => {
	const path = join(temporaryFolder(), 'qmp.sock');
	await expect(connect(path)).rejects.toMatchObject({name: 'QmpFault', kind: 'absent'});
	const server = await startUnixServer(path, () => {});
	await server.close();
	await expect(connect(path)).rejects.toMatchObject({kind: 'absent'});
});

test('a path longer than a socket’s address may be is reached', async () => {
	const folder = temporaryFolder();
	const deep = join(folder, 'x'.repeat(100), 'y'.repeat(100));
	mkdirSync(deep, {recursive: true});
	symlinkSync(deep, join(folder, 'short'));
	await startFakeQemu(join(folder, 'short', 'qmp.sock'), readRecording('qmp-drive.jsonl'));
	const client = await connect(join(deep, 'qmp.sock'));
	expect((await client.execute('query-name')).value).toEqual({name: 'qa'});
});

test('a peer that hangs up without reading is told in words', async () => {
	const path = join(temporaryFolder(), 'qmp.sock');
	const server = createServer({pauseOnConnect: true}, (socket) => {
		socket.on('error', () => {});
		socket.write('{"QMP": {}}\r\n');
		peer = socket;
	});
	let peer: Socket | undefined;
	onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
	await new Promise<void>((resolve) => server.listen(path, resolve));
	let looks = 0;
	const clock: Clock = {
		...systemClock,
		monotonic: () => {
			looks += peer ? 1 : 0;
			// First the time of the greeting, then that of the command after it.
			if (looks === 2) {
				setImmediate(() => peer?.destroy());
			}

			return systemClock.monotonic();
		},
	};
	await expect(connectQmp({path, clock})).rejects.toMatchObject({
		kind: 'closed',
		message: 'before it had answered',
		cause: {code: 'ECONNRESET'},
	});
});

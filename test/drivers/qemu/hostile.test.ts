import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {describe, expect, test} from 'vitest';
import {eventually} from '../../helpers/eventually.ts';
import {promptly} from '../../helpers/promptly.ts';
import {createCapturedWorld, domainOf, quickRequest, sampleOf, socketOf} from './captured-world.ts';
import {commandKey, readRecording} from './recording.ts';
import {startUnixServer} from './unix-server.ts';

const greeting = `${JSON.stringify(readRecording('qmp-drive.jsonl').greeting)}\r\n`;

/** Greets and takes the capabilities, then does its worst for each command. */
const afterCapabilities =
	(worst: (socket: Socket, id: number, execute: string) => void) => (socket: Socket) => {
		socket.write(greeting);
		createInterface({input: socket}).on('line', (line) => {
			const {execute, id} = JSON.parse(line) as {execute: string; id: number};
			if (socket.writableEnded) {
				return;
			}

			if (execute === 'qmp_capabilities') {
				socket.write(`${JSON.stringify({return: {}, id})}\r\n`);
			} else {
				worst(socket, id, execute);
			}
		});
	};

const reply = (socket: Socket, value: object) => socket.write(`${JSON.stringify(value)}\r\n`);

/** Writes without end, as fast as it is read. */
const flood = (socket: Socket, chunk: string) => {
	const more = () => {
		while (!socket.destroyed && socket.write(chunk)) {
			/* until its buffer is full */
		}
	};
	socket.on('drain', more);
	more();
};

/** More than is taken, or not within the time: which comes first is the machine's. */
const tooMuch: unknown = expect.stringMatching(/^(?:garbled|silent)$/);

const peers: Readonly<Record<string, readonly [kind: unknown, (socket: Socket) => void]>> = {
	'says nothing': ['silent', () => {}],
	'closes at once': ['closed', (socket) => socket.end()],
	'greets in garbage': ['garbled', (socket) => socket.write('\u001B[2J\u0000\u00FF hello\r\n')],
	'greets in wrong JSON': ['garbled', (socket) => socket.write('{"QMP":}\r\n')],
	'greets with no QMP': ['garbled', (socket) => socket.write('{"version": 7}\r\n')],
	'greets with a list': ['garbled', (socket) => socket.write('[]\r\n')],
	'greets with half a line and closes': ['closed', (socket) => socket.end(greeting.slice(0, 30))],
	'greets with half a line and waits': ['silent', (socket) => socket.write(greeting.slice(0, 30))],
	'sends 100 MB without a newline': [
		'garbled',
		(socket) => {
			socket.write('{"QMP": "');
			flood(socket, 'x'.repeat(1024 * 1024));
		},
	],
	'sends spaces without end': [tooMuch, (socket) => flood(socket, ' '.repeat(1024 * 1024))],
	'nests without end': ['garbled', (socket) => flood(socket, '{"a":['.repeat(100_000))],
	'greets and closes': ['closed', (socket) => socket.end(greeting)],
	'greets and says no more': ['silent', (socket) => socket.write(greeting)],
	'closes on the first command': ['closed', afterCapabilities((socket) => socket.end())],
	'is gone on the first command': ['closed', afterCapabilities((socket) => socket.destroy())],
	'answers no command': ['silent', afterCapabilities(() => {})],
	'answers one command with half a line and closes': [
		'closed',
		afterCapabilities((socket) => socket.end('{"return": [{"device"')),
	],
	'answers under an id nobody asked with': [
		'garbled',
		afterCapabilities((socket) => reply(socket, {return: {}, id: 4711})),
	],
	'answers without an id': ['garbled', afterCapabilities((socket) => reply(socket, {return: {}}))],
	'answers under an id that is a list': [
		'garbled',
		afterCapabilities((socket, id) => reply(socket, {return: {}, id: [id]})),
	],
	'answers with neither return nor error': [
		'garbled',
		afterCapabilities((socket, id) => reply(socket, {id})),
	],
	'answers with an error without words': [
		'garbled',
		afterCapabilities((socket, id) => reply(socket, {error: {class: 5, desc: {}}, id})),
	],
	'answers with text where lists are due': [
		'garbled',
		afterCapabilities((socket, id) => reply(socket, {return: 'no', id})),
	],
	'answers with lists of nothing': [
		'garbled',
		afterCapabilities((socket, id) => reply(socket, {return: [null], id})),
	],
	'answers twice': [
		'garbled',
		afterCapabilities((socket, id) => {
			reply(socket, {return: [], id});
			reply(socket, {return: [], id});
		}),
	],
	'gives counters that are text': [
		'garbled',
		afterCapabilities((socket, id, execute) =>
			reply(socket, {
				return: execute === 'query-blockstats' ? [{device: 'a', stats: {rd_bytes: 'many'}}] : [],
				id,
			}),
		),
	],
	'sends events without end and answers nothing': [
		tooMuch,
		(socket) => {
			socket.write(greeting);
			flood(socket, '{"event": "RTC_CHANGE", "data": {"offset": 1}}\r\n'.repeat(20_000));
		},
	],
};

describe.each(Object.entries(peers))('a peer that %s', (_name, [kind, onClient]) => {
	test('is one problem, keeps its row, and costs the others nothing', async () => {
		const {host, connect, start} = createCapturedWorld(['qa', 'qn']);
		await start('qn');
		const peer = await startUnixServer(`${host.root}${socketOf('qa')}`, onClient);
		const connection = await connect();
		const before = process.memoryUsage.rss();
		const first = await sampleOf(connection, quickRequest);
		const second = await sampleOf(connection, quickRequest);
		expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024);
		for (const {domains, problems} of [first, second]) {
			expect(domains.map(({name}) => name)).toEqual(['qa', 'qn']);
			expect(problems).toMatchObject([
				{kind, domain: domains[0]?.key, message: expect.stringMatching(/^[^\p{Cc}]+\.$/u)},
			]);
			expect(domains[0]).toMatchObject({
				disksReason: expect.any(String),
				memory: {reason: expect.any(String)},
			});
			expect(domains[0]?.disks).toBeUndefined();
		}

		expect(domainOf(second, 'qn').at).toBeGreaterThan(domainOf(first, 'qn').at);
		await eventually(peer.clients).toBe(0);
	});
});

test('what it said before stays, with its age, and it is asked again with growing pauses', async () => {
	const {connect, start, clock} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	const connection = await connect();
	const good = domainOf(await sampleOf(connection), 'qa');
	qa.hush();
	const served = qa.served();
	const bad = await sampleOf(connection, quickRequest);
	expect(bad.domains).toEqual([good]);
	expect(bad.problems).toMatchObject([
		{kind: 'silent', domain: good.key, message: expect.stringMatching(/^qa has not answered for 0\.\d s\.$/)},
	]);
	clock.shift(30);
	const later = await sampleOf(connection, quickRequest);
	expect(later.problems).toMatchObject([
		{kind: 'silent', message: expect.stringMatching(/^qa has not answered for 3\d s\.$/)},
	]);
	await eventually(qa.served).toBe(served + 2);
	await sampleOf(connection, quickRequest);
	expect(qa.served()).toBe(served + 2);
	await eventually(qa.clients).toBe(0);
	qa.speak();
	clock.shift(30);
	await sampleOf(connection);
	await eventually(async () => (await sampleOf(connection)).problems).toEqual([]);
	expect(domainOf(await sampleOf(connection), 'qa').at).toBeGreaterThan(good.at);
});

test('a guest known not to answer is not waited for, also while it is asked again', async () => {
	const {connect, start, clock} = createCapturedWorld(['qa', 'qn']);
	const qa = await start('qa');
	await start('qn');
	const connection = await connect();
	await sampleOf(connection);
	qa.hush();
	await sampleOf(connection, quickRequest);
	await eventually(qa.clients).toBe(0);
	clock.shift(10);
	clock.holdSleepers();
	for (let round = 0; round < 5; round += 1) {
		const sample = await promptly(sampleOf(connection, quickRequest), 'a sample');
		expect(sample.problems).toHaveLength(1);
	}

	await eventually(qa.clients).toBe(1);
});

test('answers out of order find their commands, events in between disturb nothing', async () => {
	const {host, connect} = createCapturedWorld(['qa']);
	const {replies} = readRecording('qmp-drive.jsonl');
	await startUnixServer(`${host.root}${socketOf('qa')}`, (socket) => {
		socket.write(greeting);
		const held: object[] = [];
		createInterface({input: socket}).on('line', (line) => {
			const {execute, arguments: given, id} = JSON.parse(line) as Record<string, unknown>;
			const recorded = replies.get(commandKey(execute, given)) ?? {error: {class: 'GenericError', desc: ''}};
			const answer = execute === 'qmp_capabilities' ? {return: {}} : recorded;
			held.push({...answer, id});
			setImmediate(() => {
				for (const message of held.splice(0).reverse()) {
					reply(socket, {event: 'RESUME', timestamp: {seconds: 1, microseconds: 2}});
					reply(socket, message);
				}
			});
		});
	});
	const {domains, problems} = await sampleOf(await connect());
	expect(problems).toEqual([]);
	expect(domains).toMatchObject([
		{state: 'running', disks: [{}, {}, {}], memory: {balloon: 'present', period: 0}},
	]);
});

test('closing ends what is under way', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	qa.hush();
	const connection = await connect();
	const sample = sampleOf(connection);
	await eventually(qa.clients).toBe(1);
	await connection.close();
	await sample;
	await eventually(qa.clients).toBe(0);
});

import {connect, type Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {describe, expect, onTestFinished, test} from 'vitest';
import {activeResources, leftBehind} from '../../../helpers/active-resources.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {startUnixServer} from '../../qemu/unix-server.ts';
import {createQdiskWorld, socketPath, storedQdisk} from './qdisk-world.ts';

const held =
	'/run/xen/qmp-libxenstat-1 does not answer: another client, xentop perhaps, holds it, or QEMU hangs';

const hungWorld = async () => {
	const clock = createFakeClock();
	const world = createQdiskWorld(clock);
	const qemu = await world.start('after');
	return {...world, clock, qemu};
};

test('another client holds the socket: a reason that names both, pauses that grow, and counters again when it leaves', async () => {
	const {root, clock, qemu, ask} = await hungWorld();
	const other = connect(`${root}${socketPath(1)}`);
	onTestFinished(() => {
		other.destroy();
	});
	await eventually(qemu.clients).toBe(1);
	const first = ask();
	await eventually(qemu.clients).toBe(2);
	await clock.advance(1);
	expect(await first).toEqual({
		disks: new Map([[51824, {reason: held}]]),
		report: {
			kind: 'silent',
			message: `Disks of domain 1 that QEMU serves have no counters: ${held}.`,
			advice:
				'Let that client leave. It is asked again by itself; if it stays so, look at the QEMU of domain 1.',
		},
	});
	await eventually(qemu.clients).toBe(1);
	for (const pause of [1, 2, 4, 8, 16, 30, 30]) {
		const served = qemu.served();
		await clock.advance(pause - 0.1);
		expect((await ask()).disks.get(51824)).toEqual({reason: held});
		expect(qemu.served()).toBe(served);
		await clock.advance(0.1);
		expect((await promptly(ask(), 'asking a suspect')).disks.get(51824)).toEqual({reason: held});
		await eventually(qemu.served).toBe(served + 1);
		await clock.advance(1);
		await eventually(qemu.clients).toBe(1);
	}

	other.destroy();
	await clock.advance(30);
	await ask();
	await eventually(async () => (await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
	expect((await ask()).report).toBeUndefined();
});

test('the signal is obeyed, and the answer that comes late is given to the next that asks', async () => {
	const {clock, qemu, ask} = await hungWorld();
	qemu.hush();
	const aborting = new AbortController();
	const answer = ask([storedQdisk()], 1, aborting.signal);
	await eventually(qemu.clients).toBe(1);
	aborting.abort();
	expect(await promptly(answer, 'asking')).toEqual({
		disks: new Map([[51824, {reason: 'QEMU has not answered yet'}]]),
		report: undefined,
	});
	const again = await ask([storedQdisk()], 1, AbortSignal.abort());
	expect(again.disks.get(51824)).toEqual({reason: 'QEMU has not answered yet'});
	expect(qemu.served()).toBe(1);
	await clock.advance(1);
	await eventually(qemu.clients).toBe(0);
	qemu.speak();
	await clock.advance(1);
	await ask([storedQdisk()], 1, AbortSignal.abort());
	const at = clock.monotonic();
	await eventually(() => qemu.asked.includes('query-blockstats')).toBe(true);
	await eventually(qemu.clients).toBe(0);
	await clock.advance(1);
	qemu.hush();
	const late = await ask([storedQdisk()], 1, AbortSignal.abort());
	expect(late.disks.get(51824)).toMatchObject({writeBytes: 4194304, at});
	const nothingNew = await ask([storedQdisk()], 1, AbortSignal.abort());
	expect(nothingNew.disks).toEqual(late.disks);
	await clock.advance(1);
	await eventually(async () => (await ask()).disks.get(51824)).toEqual({reason: held});
});

test('QEMU that is not there yet, or no more, is a problem only the second time', async () => {
	const clock = createFakeClock();
	const {ask, start} = createQdiskWorld(clock);
	const reason = 'no process listens on /run/xen/qmp-libxenstat-1';
	expect(await ask()).toEqual({disks: new Map([[51824, {reason}]]), report: undefined});
	await clock.advance(1);
	await ask();
	await eventually(async () => (await ask()).report).toEqual({
		kind: 'absent',
		message: `Disks of domain 1 that QEMU serves have no counters: ${reason}.`,
		advice: 'Check whether the QEMU of the domain runs; an old Xen gives it no socket of this kind.',
	});
	await start('after');
	await clock.advance(2);
	await ask();
	await eventually(async () => (await ask()).report).toBeUndefined();
	expect((await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
});

test('QEMU that is long in coming, as of a domain with many disks, is looked for every second', async () => {
	const clock = createFakeClock();
	const {ask, start} = createQdiskWorld(clock);
	for (let second = 0; second < 20; second += 1) {
		await ask();
		await eventually(async () => (await ask()).disks.get(51824)?.reason).toMatch(/^no process listens/);
		await clock.advance(1);
	}

	const qemu = await start('after');
	await ask();
	await eventually(qemu.served).toBe(1);
	await eventually(async () => (await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
});

const greeting = '{"QMP": {}}\r\n';
const answering = (answer: (id: number) => string) => (socket: Socket) => {
	socket.write(greeting);
	createInterface({input: socket}).on('line', (line) => {
		const {execute, id} = JSON.parse(line) as {execute: string; id: number};
		socket.write(execute === 'qmp_capabilities' ? `{"return": {}, "id": ${id}}\r\n` : answer(id));
	});
};
const peers: Readonly<Record<string, readonly [kind: string, reason: RegExp, (socket: Socket) => void]>> = {
	'closes at once': ['closed', /was closed before it had answered$/, (socket) => socket.end()],
	'says something else': [
		'garbled',
		/gave what is not QMP: text that is no JSON$/,
		(socket) => socket.write('\u001B[2Jhello'),
	],
	refuses: [
		'refused',
		/^QEMU says: \uFFFD\[2Jno$/,
		answering((id) => `{"error": {"class": "GenericError", "desc": "\\u001b[2Jno."}, "id": ${id}}\r\n`),
	],
	'answers with text': [
		'garbled',
		/not QMP: query-blockstats that is no list$/,
		answering((id) => `{"return": "x", "id": ${id}}\r\n`),
	],
	'counts in words': [
		'garbled',
		/not QMP: rd_bytes that is no count$/,
		answering((id) => `{"return": [{"device": "", "stats": {"rd_bytes": "many"}}], "id": ${id}}\r\n`),
	],
};

describe.each(Object.entries(peers))('a peer that %s', (_name, [kind, reason, onClient]) => {
	test('is one reason, and one problem', async () => {
		const clock = createFakeClock();
		const {root, ask} = createQdiskWorld(clock);
		const peer = await startUnixServer(`${root}${socketPath(1)}`, onClient);
		const first = (await ask()).disks.get(51824);
		expect(first).toEqual({reason: expect.stringMatching(reason)});
		await clock.advance(1);
		await ask();
		await eventually(async () => (await ask()).report).toMatchObject({
			kind,
			message: expect.stringMatching(/^Disks of domain 1 that [^\p{Cc}]+\.$/u),
		});
		await eventually(peer.clients).toBe(0);
	});
});

test('not more than twelve sockets are open at once, and four to those that were silent', async () => {
	const clock = createFakeClock();
	const {asker, root} = createQdiskWorld(clock);
	const domids = Array.from({length: 20}, (_, index) => index + 1);
	const servers = await Promise.all(
		domids.map((domid) => startUnixServer(`${root}${socketPath(domid)}`, () => {})),
	);
	const open = () => servers.reduce((sum, server) => sum + server.clients(), 0);
	const all = () => domids.map((domid) => asker.ask(domid, [storedQdisk()], new AbortController().signal));
	const answers = Promise.all(all());
	await eventually(open).toBe(12);
	await clock.settle();
	expect(open()).toBe(12);
	await clock.advance(1);
	await eventually(open).toBe(8);
	await clock.advance(1);
	expect((await answers).every(({report}) => report?.kind === 'silent')).toBe(true);
	await eventually(open).toBe(0);
	await clock.advance(1);
	await Promise.all(all());
	await eventually(open).toBe(4);
	await clock.settle();
	expect(open()).toBe(4);
});

test('what is not kept is left, and asked again when it is there again', async () => {
	const {asker, ask, qemu} = await hungWorld();
	qemu.hush();
	const answer = ask();
	await eventually(qemu.clients).toBe(1);
	asker.keep(new Set([1]));
	expect(qemu.clients()).toBe(1);
	asker.keep(new Set([2]));
	await eventually(qemu.clients).toBe(0);
	expect((await promptly(answer, 'asking')).disks.get(51824)).not.toHaveProperty('writeBytes');
	qemu.speak();
	expect((await ask()).disks.get(51824)).toMatchObject({writeBytes: 4194304});
});

test('closing ends what is under way and leaves nothing behind', async () => {
	const {asker, ask, qemu} = await hungWorld();
	qemu.hush();
	const before = activeResources();
	const answers = [ask(), ask([storedQdisk()], 2)];
	await eventually(qemu.clients).toBe(1);
	await promptly(asker.close(), 'closing');
	await promptly(Promise.all(answers), 'asking');
	await promptly(asker.close(), 'closing again');
	await eventually(qemu.clients).toBe(0);
	expect(await leftBehind(before)).toEqual([]);
	expect((await ask()).disks.get(51824)).toEqual({reason: 'the connection was closed'});
	expect(qemu.served()).toBe(1);
});

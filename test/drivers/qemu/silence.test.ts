import {connect as connectSocket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {eventually} from '../../helpers/eventually.ts';
import {changed} from '../../helpers/plain-of.ts';
import {type CapturedHost, pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, quickRequest, sampleOf, socketOf} from './captured-world.ts';
import {startFakeQemu} from './fake-qemu.ts';
import {fixture, readRecording} from './recording.ts';

const setState = (host: CapturedHost, pid: number, state: string): void => {
	const path = `/proc/${pid}/stat`;
	host.write(path, host.captured(path).replace(/\) [A-Z] /, `) ${state} `));
};

const twoGuests = async () => {
	const world = createCapturedWorld(['qa', 'qn']);
	const qa = await world.start('qa');
	const qn = await world.start('qn');
	const connection = await world.connect();
	await sampleOf(connection);
	return {...world, qa, qn, connection};
};

test('a stopped process is told before it is asked, and asked again as soon as it goes on', async () => {
	const {host, qn, connection} = await twoGuests();
	const before = domainOf(await sampleOf(connection), 'qn');
	host.write(`/proc/${pids.qn}/stat`, fixture('stat-stopped.txt'));
	const served = qn.served();
	const stopped = await sampleOf(connection);
	expect(stopped.problems).toEqual([
		{
			kind: 'stopped',
			domain: before.key,
			message: `The QEMU process of qn (pid ${pids.qn}) is stopped.`,
			advice: `Let it go on with: kill -CONT ${pids.qn}.`,
		},
	]);
	expect(domainOf(stopped, 'qn')).toEqual(before);
	expect(qn.served()).toBe(served);
	setState(host, pids.qn, 'S');
	const after = await sampleOf(connection);
	expect(after.problems).toEqual([]);
	expect(domainOf(after, 'qn').at).toBeGreaterThan(before.at);
});

test('a process stopped while it was asked is told from a silent one', async () => {
	const {host, qn, connection} = await twoGuests();
	qn.hush();
	const sample = sampleOf(connection, quickRequest);
	await eventually(qn.clients).toBe(1);
	host.write(`/proc/${pids.qn}/stat`, fixture('stat-stopped.txt'));
	expect((await sample).problems).toMatchObject([{kind: 'stopped'}]);
});

test('a process blocked in the kernel is told', async () => {
	const {host, qn, connection} = await twoGuests();
	qn.hush();
	setState(host, pids.qn, 'D');
	expect((await sampleOf(connection, quickRequest)).problems).toMatchObject([
		{kind: 'blocked', message: `The QEMU process of qn (pid ${pids.qn}) is blocked in the kernel.`},
	]);
});

test('a monitor that serves another is busy, and asked again as soon as that one leaves', async () => {
	const {host, qa, connection} = await twoGuests();
	const before = domainOf(await sampleOf(connection), 'qa');
	const other = connectSocket(`${host.root}${socketOf('qa')}`);
	onTestFinished(() => {
		other.destroy();
	});
	await eventually(qa.clients).toBe(1);
	host.write('/proc/net/unix', fixture('net-unix.txt').replaceAll(/^.* 0 .*qn.*\n/gm, ''));
	const busy = await sampleOf(connection, quickRequest);
	expect(busy.problems).toEqual([
		{
			kind: 'busy',
			domain: before.key,
			message: 'Another client holds the QMP socket of qa.',
			advice: 'Let that client leave, or give the guest a second -qmp socket.',
		},
	]);
	const held = domainOf(busy, 'qa');
	expect(changed(held, {busy: undefined})).toEqual(before);
	expect(held.busy).toMatchObject({
		reason: 'another client holds the QMP socket',
		seconds: expect.any(Number),
	});
	other.destroy();
	host.write('/proc/net/unix', host.captured('/proc/net/unix'));
	const after = await sampleOf(connection);
	expect(after.problems).toEqual([]);
	expect(domainOf(after, 'qa')).not.toHaveProperty('busy', expect.anything());
});

test('one that comes and goes is waited for, however it falls in with the refreshes; one that stays is not', async () => {
	const world = createCapturedWorld(['qa']);
	const {host, clock} = world;
	const qa = await world.start('qa');
	const [held, free] = [fixture('net-unix.txt'), host.captured('/proc/net/unix')];
	let leaves = false;
	let pauses = 0;
	const connection = await world.connect('qmp:', {
		clock: {
			...clock,
			sleep: async (seconds, signal) => {
				await clock.sleep(seconds, signal);
				// Between two looks at who is served.
				if (seconds < 0.1) {
					pauses += 1;
					host.write('/proc/net/unix', leaves ? free : held);
				}
			},
		},
	});
	host.write('/proc/net/unix', held);
	expect((await sampleOf(connection, quickRequest)).problems).toMatchObject([{kind: 'busy'}]);
	leaves = true;
	for (let round = 0; round < 3; round += 1) {
		host.write('/proc/net/unix', held);
		expect((await sampleOf(connection, quickRequest)).problems).toEqual([]);
	}

	expect(qa.served()).toBe(3);
	leaves = false;
	host.write('/proc/net/unix', held);
	await sampleOf(connection, quickRequest);
	clock.shift(10);
	pauses = 0;
	expect((await sampleOf(connection, quickRequest)).problems).toMatchObject([{kind: 'busy'}]);
	expect(pauses).toBe(0);
});

test('connections whose clients are gone are no other client', async () => {
	const {host, qn, connection} = await twoGuests();
	const served = qn.served();
	host.write('/proc/net/unix', fixture('net-unix.txt'));
	expect((await sampleOf(connection, quickRequest)).problems).toMatchObject([
		{kind: 'busy'},
		{kind: 'silent', message: expect.stringMatching(/^qn has not answered for \d\.\d s\.$/)},
	]);
	// They wait in its queue, and another one would too.
	expect(qn.served()).toBe(served);
});

test('a socket that nobody listens on is a problem; what the kernel tells goes on', async () => {
	const {host, qa, connection, clock} = await twoGuests();
	await qa.close();
	host.write('/proc/net/unix', '');
	const first = domainOf(await sampleOf(connection), 'qa');
	clock.shift(1);
	const sample = await sampleOf(connection);
	const second = domainOf(sample, 'qa');
	expect(sample.problems).toMatchObject([
		{
			kind: 'absent',
			domain: second.key,
			message: `No process listens on the QMP socket ${socketOf('qa')} of qa.`,
		},
	]);
	expect(second.at).toBeGreaterThan(first.at);
	expect(second.disksReason).toBe('no process listens on its QMP socket');
});

test('a guest that was started just now may not listen yet', async () => {
	const {host, connect, start} = createCapturedWorld(['qa']);
	const startSeconds = Number(host.captured(`/proc/${pids.qa}/stat`).split(' ')[21]) / 100;
	host.write('/proc/uptime', `${startSeconds + 1} 0\n`);
	const connection = await connect();
	expect(await sampleOf(connection)).toMatchObject({
		problems: [],
		domains: [{name: 'qa', disksReason: 'not asked yet'}],
	});
	await start('qa');
	expect(domainOf(await sampleOf(connection), 'qa').disks).toHaveLength(3);
});

test('a second socket is taken where the first fails', async () => {
	const {host, connect, clock} = createCapturedWorld(['comma']);
	await startFakeQemu(
		`${host.root}/tmp/lab-q/run/qe/pretty.sock`,
		readRecording('qmp-default-machine.jsonl'),
	);
	const connection = await connect();
	expect((await sampleOf(connection)).problems).toMatchObject([{kind: 'missing'}]);
	clock.shift(10);
	await sampleOf(connection);
	await eventually(async () => (await sampleOf(connection)).problems).toEqual([]);
});

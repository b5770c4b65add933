import {rmSync, symlinkSync} from 'node:fs';
import {expect, test} from 'vitest';
import {type CapturedHost, pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, quickRequest, sampleOf, socketOf} from './captured-world.ts';
import {startFakeQemu} from './fake-qemu.ts';
import {fixture, readRecording} from './recording.ts';

const link = (host: CapturedHost, path: string, target: string): void => {
	host.write(path, '');
	rmSync(`${host.root}${path}`);
	symlinkSync(target, `${host.root}${path}`);
};

/** The guest with relative socket paths, as -daemonize leaves it. */
const daemonAtRoot = () => {
	const world = createCapturedWorld(['comma']);
	const {host} = world;
	const path = `/proc/${pids.comma}/cmdline`;
	host.write(path, `${host.captured(path)}-daemonize\0`);
	host.remove(`/proc/${pids.comma}/cwd`);
	link(host, `/proc/${pids.comma}/cwd`, '/');
	return world;
};

test('a daemon’s relative path begins where its environment says that it was started', async () => {
	const {host, connect, start} = daemonAtRoot();
	await start('comma');
	host.write(`/proc/${pids.comma}/environ`, 'OLDPWD=/root\0PWD=/tmp/lab-q/run/qe\0');
	const {domains, problems} = await sampleOf(await connect());
	expect(problems).toEqual([]);
	expect(domains[0]?.disks).toHaveLength(2);
});

test('one that cannot be found, while it is listened on, is not said to be closed', async () => {
	const {connect} = daemonAtRoot();
	const {domains, problems} = await sampleOf(await connect());
	expect(domains[0]?.disksReason).toBe('its QMP socket cannot be found');
	expect(problems).toMatchObject([
		{
			kind: 'missing',
			message: 'The QMP socket /qmp.sock of comma,guest cannot be found from here.',
			advice: expect.stringContaining('-c qmp:<path>'),
		},
	]);
});

test('a guest with a tree of files of its own is reached in that', async () => {
	const {host, connect} = createCapturedWorld(['qa']);
	link(host, '/proc/self/ns/mnt', 'mnt:[4026531841]');
	link(host, `/proc/${pids.qa}/ns/mnt`, 'mnt:[4026532222]');
	host.write(`/proc/${pids.qa}/net/unix`, host.captured('/proc/net/unix'));
	await startFakeQemu(`${host.root}/proc/${pids.qa}/root${socketOf('qa')}`, readRecording('qmp-drive.jsonl'));
	const {domains, problems} = await sampleOf(await connect());
	expect(problems).toEqual([]);
	expect(domains[0]?.disks).toHaveLength(3);
});

test('a QEMU under a foreign name, reached by its socket, has its processor time, memory and NICs', async () => {
	const {host, connect, start} = createCapturedWorld(['qa']);
	await start('qa');
	host.remove(`/proc/${pids.qa}/exe`);
	link(host, `/proc/${pids.qa}/exe`, '/opt/emulator');
	const path = `/proc/${pids.qa}/cmdline`;
	host.write(path, host.captured(path).replace(/^[^\0]*/, '/opt/emulator'));
	expect((await sampleOf(await connect())).domains).toEqual([]);
	const sample = await sampleOf(await connect(`qmp://${socketOf('qa')}`));
	expect(sample.problems).toEqual([]);
	expect(domainOf(sample, 'qa')).toMatchObject({
		id: pids.qa,
		cpuSeconds: expect.any(Number),
		memory: {residentKiB: expect.any(Number)},
		nics: [{name: 'qtap1'}, {name: 'net1'}],
		vcpus: [{index: 0}, {index: 1}],
	});
});

test('a guest whose socket was renamed is busy when its bound path serves another', async () => {
	const {host, connect} = createCapturedWorld(['qa']);
	const qemu = await startFakeQemu(`${host.root}/run/moved/qa`, readRecording('qmp-drive.jsonl'));
	const connection = await connect('qmp:///run/moved/');
	await sampleOf(connection);
	qemu.hush();
	host.write('/proc/net/unix', fixture('net-unix.txt'));
	expect((await sampleOf(connection, quickRequest)).problems).toMatchObject([
		{kind: 'busy', message: 'Another client holds the QMP socket of qa.'},
	]);
});

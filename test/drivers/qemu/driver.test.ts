import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {qemuDriver} from '../../../drivers/qemu/driver.ts';
import {eventually} from '../../helpers/eventually.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {pids} from './captured-host.ts';
import {createCapturedWorld, sampleOf, socketOf} from './captured-world.ts';
import {startFakeQemu} from './fake-qemu.ts';
import {fixture, readRecording} from './recording.ts';
import {startUnixServer} from './unix-server.ts';

describe('detect', () => {
	test('finds an installed emulator without a guest', async () => {
		const {options} = createCapturedWorld([]);
		const root = temporaryFolder();
		mkdirSync(join(root, 'usr/libexec'), {recursive: true});
		expect(await qemuDriver.detect({...options, root})).toEqual([]);
		writeFileSync(join(root, 'usr/libexec/qemu-kvm'), '');
		expect((await qemuDriver.detect({...options, root})).map(({uri}) => uri)).toEqual(['qmp:']);
	});

	test('finds a guest whose emulator lies elsewhere, and takes a tool for none', async () => {
		const {options, host} = createCapturedWorld(['qn']);
		expect((await qemuDriver.detect(options)).map(({uri}) => uri)).toEqual(['qmp:']);
		host.end(pids.qn);
		host.write('/usr/bin/qemu-img', '');
		expect(await qemuDriver.detect(options)).toEqual([]);
	});
});

describe('connect', () => {
	test('a path that is not there is refused with advice', async () => {
		const {connect} = createCapturedWorld([]);
		await expect(connect('qmp:///run/nothing.sock')).rejects.toMatchObject({
			name: 'DriverError',
			message: 'There is no /run/nothing.sock.',
			advice: expect.stringContaining('-qmp unix:'),
		});
	});

	test('a file is neither a socket nor a folder', async () => {
		const {connect} = createCapturedWorld([]);
		await expect(connect('qmp:///proc/uptime')).rejects.toMatchObject({
			name: 'DriverError',
			message: '/proc/uptime is neither a socket nor a folder.',
		});
	});

	test('a monitor of libvirt is never opened', async () => {
		const {connect, host} = createCapturedWorld([]);
		const path = '/var/lib/libvirt/qemu/domain-1-a/monitor.sock';
		const server = await startUnixServer(`${host.root}${path}`, () => {});
		await expect(connect(`qmp://${path}`)).rejects.toMatchObject({
			name: 'DriverError',
			message: `${path}: this monitor belongs to libvirt.`,
		});
		expect(server.served()).toBe(0);
	});
});

describe('one socket', () => {
	test('is one guest, with its process by the command line', async () => {
		const {connect, start} = createCapturedWorld();
		await start('qa');
		const sample = await sampleOf(await connect(`qmp://${socketOf('qa')}`));
		expect(sample.problems).toEqual([]);
		expect(sample.domains.map(({name, id}) => [name, id])).toEqual([['qa', pids.qa]]);
	});

	test('by another path leads to its process through its processors’ threads', async () => {
		const {connect, host} = createCapturedWorld(['qa']);
		await startFakeQemu(`${host.root}/run/forwarded`, readRecording('qmp-drive.jsonl'));
		const {domains, problems} = await sampleOf(await connect('qmp:///run/forwarded'));
		expect(problems).toEqual([]);
		expect(domains).toMatchObject([
			{name: 'qa', id: pids.qa, incarnation: expect.stringMatching(/^19429:\d+$/)},
		]);
		expect(domains[0]?.cpuSeconds).toBeGreaterThan(0);
	});

	test('of a guest that does not run here says who it is', async () => {
		const {connect, host} = createCapturedWorld([]);
		host.remove('/proc');
		await startFakeQemu(`${host.root}/run/far.sock`, readRecording('qmp-drive.jsonl'));
		const {domains, problems} = await sampleOf(await connect('qmp:///run/far.sock'));
		expect(problems).toEqual([]);
		expect(domains).toMatchObject([
			{
				name: 'qa',
				uuid: '976246db-fc92-50ea-acec-e61171433db1',
				nicsReason: 'its process is not known here',
				vcpusReason: 'its process is not known here',
				disks: [{name: 'disk0'}, {name: 'disk1'}, {name: 'cdrom0'}],
			},
		]);
		expect(domains[0]).not.toHaveProperty('cpuSeconds', expect.any(Number));
	});

	test('without a guest is a problem until there is one', async () => {
		const {connect, start, clock} = createCapturedWorld([]);
		const qemu = await start('qa');
		const connection = await connect(`qmp://${socketOf('qa')}`);
		await qemu.close();
		const before = await sampleOf(connection);
		expect(before.domains).toEqual([]);
		expect(before.problems).toMatchObject([
			{kind: 'absent', message: `No guest listens on ${socketOf('qa')}.`, advice: expect.any(String)},
		]);
		await start('qa');
		clock.shift(10);
		await sampleOf(connection);
		await eventually(async () => (await sampleOf(connection)).domains.map(({name}) => name)).toEqual(['qa']);
		expect((await sampleOf(connection)).problems).toEqual([]);
	});
});

describe('a folder', () => {
	test('is all guests with a socket in it, and what speaks no QMP is passed over', async () => {
		const {connect, start, host} = createCapturedWorld(['qb']);
		await start('qb');
		const monitor = await startUnixServer(`${host.root}/tmp/lab-q/run/qb/console.sock`, (socket) => {
			socket.write("QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ");
		});
		const connection = await connect('qmp:///tmp/lab-q/run/qb');
		for (let round = 0; round < 3; round += 1) {
			const {domains, problems} = await sampleOf(connection);
			expect(domains.map(({name}) => name)).toEqual(['qb']);
			expect(problems).toEqual([]);
		}

		expect(monitor.served()).toBe(1);
	});

	test('with *.qmp is those alone', async () => {
		const {connect, host} = createCapturedWorld(['qa']);
		await startFakeQemu(`${host.root}/run/qemu-server/100.qmp`, readRecording('qmp-drive.jsonl'));
		const agent = await startUnixServer(`${host.root}/run/qemu-server/100.qga`, () => {});
		const {domains, problems} = await sampleOf(await connect('qmp:///run/qemu-server/'));
		expect(problems).toEqual([]);
		expect(domains.map(({name, id}) => [name, id])).toEqual([['qa', pids.qa]]);
		expect(agent.served()).toBe(0);
	});

	test('without a socket says so, and takes up the first', async () => {
		const {connect, host, start} = createCapturedWorld(['qa']);
		host.write('/tmp/lab-q/run/qa/pid', '19429\n');
		const connection = await connect('qmp:///tmp/lab-q/run/qa');
		expect((await sampleOf(connection)).problems).toMatchObject([
			{kind: 'empty', message: 'There is no QMP socket in /tmp/lab-q/run/qa.'},
		]);
		await start('qa');
		const {domains, problems} = await sampleOf(connection);
		expect(problems).toEqual([]);
		expect(domains[0]?.disks).toHaveLength(3);
	});

	test('that is gone says so', async () => {
		const {connect, host} = createCapturedWorld([]);
		host.write('/run/guests/note', '');
		const connection = await connect('qmp:///run/guests');
		host.remove('/run/guests');
		expect((await sampleOf(connection)).problems).toMatchObject([
			{kind: 'empty', message: 'There is no folder /run/guests.'},
		]);
	});

	test('never opens the monitor that libvirt made and handed over', async () => {
		const {connect, start, host} = createCapturedWorld(['qb']);
		host.write('/proc/net/unix', fixture('net-unix.txt'));
		const monitor = await startUnixServer(`${host.root}/tmp/lab-q/run/qb/monitor.sock`, () => {});
		await start('qb');
		const sample = await sampleOf(await connect('qmp:///tmp/lab-q/run/qb'));
		expect(sample.domains.map(({name}) => name)).toEqual(['qb']);
		const alone = await sampleOf(await connect('qmp:///tmp/lab-q/run/qb/monitor.sock'));
		expect(alone.domains).toMatchObject([{name: 'qb', disksReason: 'monitor belongs to libvirt'}]);
		expect(alone.domains[0]).not.toHaveProperty('disks', expect.anything());
		expect(monitor.served()).toBe(0);
	});
});

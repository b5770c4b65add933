import {symlinkSync} from 'node:fs';
import {expect, test} from 'vitest';
import {type CapturedHost, pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';
import {startUnixServer} from './unix-server.ts';

const removeQmp = (host: CapturedHost, pid: number): void => {
	const path = `/proc/${pid}/cmdline`;
	host.write(path, host.captured(path).replace(/-qmp\0[^\0]*\0/, ''));
};

/** The guest that libvirt would start, without the second socket. */
const libvirtGuest = () => {
	const world = createCapturedWorld(['qb']);
	removeQmp(world.host, pids.qb);
	return world;
};

test('a guest of libvirt is shown from what the kernel tells, and its monitor is not opened', async () => {
	const {connect, host} = libvirtGuest();
	const monitor = await startUnixServer(`${host.root}/tmp/lab-q/run/qb/monitor.sock`, () => {});
	const connection = await connect();
	const sample = await sampleOf(connection);
	const {domains} = sample;
	expect(sample.problems).toEqual([
		{
			kind: 'no-monitor:monitor belongs to libvirt',
			domains: ['0f14d0ab-9605-4a62-a9e4-5ed26688389b'],
			message: 'The disks and balloon of {domains} are unknown: monitor belongs to libvirt.',
			advice:
				'See them with -c qemu:///system, or give the guest a socket of its own: -qmp unix:/run/NAME.sock,server=on,wait=off.',
		},
	]);
	expect(monitor.served()).toBe(0);
	expect(domains).toMatchObject([
		{
			key: '0f14d0ab-9605-4a62-a9e4-5ed26688389b',
			name: 'qb',
			uuid: '0f14d0ab-9605-4a62-a9e4-5ed26688389b',
			id: pids.qb,
			state: 'unknown',
			vcpuCount: 1,
			disksReason: 'monitor belongs to libvirt',
			memory: {
				reason: 'monitor belongs to libvirt',
				periodRefusal: 'monitor belongs to libvirt',
				maximumKiB: 98_304,
			},
			nics: [{name: 'vnet0', mac: '52:54:00:11:22:33'}],
		},
	]);
	const [qb] = domains;
	expect(qb?.cpuSeconds).toBeGreaterThan(0);
	expect(qb?.memory.residentKiB).toBeGreaterThan(100_000);
	expect(qb?.memory.balloon).toBeUndefined();
	expect(qb?.disks).toBeUndefined();
	expect(qb?.vcpus).toEqual([{index: 0, cpuSeconds: expect.any(Number), waitSeconds: expect.any(Number)}]);
	await expect(connection.setBalloonPeriod?.(domainOf(sample, 'qb'), 2)).rejects.toMatchObject({
		message: 'The period of qb cannot be set: monitor belongs to libvirt.',
	});
});

test('a guest without a QMP socket says so', async () => {
	const {connect, host} = createCapturedWorld(['qa']);
	removeQmp(host, pids.qa);
	const connection = await connect();
	const {domains} = await sampleOf(connection);
	expect(domains).toMatchObject([
		{
			name: 'qa',
			disksReason: 'no QMP socket',
			memory: {reason: 'no QMP socket'},
			vcpusReason: 'no QMP socket',
		},
	]);
	expect(domains[0]?.vcpus).toBeUndefined();
});

test('all that have no monitor for the same reason are one problem', async () => {
	const {connect, host, start} = createCapturedWorld(['qa', 'qn', 'qanon', 'qb']);
	removeQmp(host, pids.qa);
	removeQmp(host, pids.qn);
	removeQmp(host, pids.qb);
	await start('qanon');
	const {problems} = await sampleOf(await connect());
	expect(problems).toEqual([
		{
			kind: 'no-monitor:no QMP socket',
			domains: [expect.any(String), expect.any(String)],
			message: 'The disks and balloon of {domains} are unknown: no QMP socket.',
			advice: 'Start it with -qmp unix:/run/NAME.sock,server=on,wait=off to see them.',
		},
		expect.objectContaining({kind: 'no-monitor:monitor belongs to libvirt'}),
	]);
});

test('of one whose process is stopped the state is as unknown as before, and its time of reading goes on', async () => {
	const {connect, host, clock} = libvirtGuest();
	const connection = await connect();
	const before = domainOf(await sampleOf(connection), 'qb');
	const path = `/proc/${pids.qb}/stat`;
	host.write(path, host.captured(path).replace(/\) [A-Z] /, ') T '));
	clock.shift(2);
	const after = domainOf(await sampleOf(connection), 'qb');
	expect(after.state).toBe('unknown');
	expect(after.at - before.at).toBeGreaterThan(1.9);
});

test('a NIC that was plugged in is found after a while', async () => {
	const {connect, host, clock} = libvirtGuest();
	const connection = await connect();
	await sampleOf(connection);
	host.write(
		`/proc/${pids.qb}/fdinfo/99`,
		host.captured(`/proc/${pids.qb}/fdinfo/4`).replace('vnet0', 'vnet7'),
	);
	symlinkSync('/dev/net/tun', `${host.root}/proc/${pids.qb}/fd/99`);
	clock.shift(11);
	expect(domainOf(await sampleOf(connection), 'qb').nics?.map(({name, reason}) => [name, reason])).toEqual([
		['vnet0', undefined],
		['vnet7', 'no such interface on this host'],
	]);
});

import {symlinkSync} from 'node:fs';
import {expect, test} from 'vitest';
import {pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';
import {startUnixServer} from './unix-server.ts';

/** The guest that libvirt would start, without the second socket. */
const libvirtGuest = () => {
	const world = createCapturedWorld(['qb']);
	const path = `/proc/${pids.qb}/cmdline`;
	world.host.write(path, world.host.captured(path).replace(/-qmp\0[^\0]*\0/, ''));
	return world;
};

test('a guest of libvirt is shown from what the kernel tells, and its monitor is not opened', async () => {
	const {connect, host} = libvirtGuest();
	const monitor = await startUnixServer(`${host.root}/tmp/lab-q/run/qb/monitor.sock`, () => {});
	const connection = await connect();
	const sample = await sampleOf(connection);
	const {domains} = sample;
	expect(sample.problems).toEqual([]);
	expect(monitor.served()).toBe(0);
	expect(domains).toMatchObject([
		{
			key: '0f14d0ab-9605-4a62-a9e4-5ed26688389b',
			name: 'qb',
			uuid: '0f14d0ab-9605-4a62-a9e4-5ed26688389b',
			id: pids.qb,
			state: 'running',
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
	const path = `/proc/${pids.qa}/cmdline`;
	host.write(path, host.captured(path).replace(/-qmp\0[^\0]*\0/, ''));
	const {domains, problems} = await sampleOf(await connect());
	expect(problems).toEqual([]);
	expect(domains).toMatchObject([
		{name: 'qa', disksReason: 'no QMP socket', memory: {reason: 'no QMP socket'}},
	]);
});

test('a stopped one is paused, and its time of reading goes on', async () => {
	const {connect, host, clock} = libvirtGuest();
	const connection = await connect();
	const before = domainOf(await sampleOf(connection), 'qb');
	const path = `/proc/${pids.qb}/stat`;
	host.write(path, host.captured(path).replace(/\) [A-Z] /, ') T '));
	clock.shift(2);
	const after = domainOf(await sampleOf(connection), 'qb');
	expect(after.state).toBe('paused');
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

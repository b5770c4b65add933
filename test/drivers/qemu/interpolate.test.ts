import {expect, test} from 'vitest';
import {interpolate} from '../../../drivers/qemu/interpolate.ts';
import type {ProcReading} from '../../../drivers/qemu/proc-reading.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';

const reading = (cpuSeconds: number, receiveBytes: number): ProcReading => ({
	cpuSeconds,
	residentKiB: cpuSeconds,
	vcpus: [{index: 0, cpuSeconds, waitSeconds: cpuSeconds}],
	nics: [{name: 'tap0', mac: '52:54:00:11:22:33', receiveBytes}],
	nicsHidden: false,
});

test('counters lie on the line through both readings, whole ones stay whole', () => {
	const before = {at: 10, local: reading(2, 100)};
	const after = {at: 11, local: reading(3, 203)};
	expect(interpolate(10.5, before, after)).toEqual({...reading(2.5, 152), residentKiB: 3});
	expect(interpolate(11, before, after)).toEqual(after.local);
});

test('the later one alone is taken where it is close, where the other is missing, and for what is new or was reset', () => {
	const after = {at: 11, local: reading(3, 200)};
	expect(interpolate(10.999, {at: 10.998, local: reading(2, 100)}, after)).toEqual(after.local);
	expect(interpolate(10.5, {at: 10, local: undefined}, after)).toEqual(after.local);
	expect(interpolate(10.5, {at: 10, local: reading(4, 300)}, after)).toEqual(after.local);
	expect(interpolate(10.5, {at: 10, local: {}}, after)).toEqual(after.local);
});

test('a late answer’s processor time is that of the middle of its round trip', async () => {
	const {host, connect, start, clock} = createCapturedWorld(['qa']);
	const qemu = await start('qa');
	const connection = await connect();
	const before = domainOf(await sampleOf(connection), 'qa');
	const path = `/proc/${before.id}/stat`;
	qemu.change('query-blockstats', (reply) => {
		const fields = host.captured(path).split(' ');
		fields[13] = String(Number(fields[13]) + 1000);
		host.write(path, fields.join(' '));
		clock.shift(10);
		return reply;
	});
	const after = domainOf(await sampleOf(connection), 'qa');
	const used = (after.cpuSeconds ?? 0) - (before.cpuSeconds ?? 0);
	expect(used).toBeGreaterThan(4.9);
	expect(used).toBeLessThan(5.1);
});

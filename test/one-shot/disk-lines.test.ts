import {describe, expect, test} from 'vitest';
import {DriverError} from '../../source/driver-error.ts';
import {diskLines} from '../../source/one-shot/disk-lines.ts';
import type {Disk, Domain} from '../../source/sample.ts';
import {aRow} from '../helpers/rows-builder.ts';
import {aDisk} from '../helpers/sample-builder.ts';
import {virshOutput, virshValues} from '../helpers/virsh-output.ts';

const captured = (name: string, file: string): Disk => {
	const values = virshValues(file);
	const seconds = (counter: string): number | undefined => {
		const nanoseconds = values.get(counter);
		return nanoseconds === undefined ? undefined : nanoseconds / 1e9;
	};
	return aDisk(name, {
		readRequests: values.get('rd_req'),
		readBytes: values.get('rd_bytes'),
		writeRequests: values.get('wr_req'),
		writeBytes: values.get('wr_bytes'),
		flushRequests: values.get('flush_operations'),
		readTimeSeconds: seconds('rd_total_times'),
		writeTimeSeconds: seconds('wr_total_times'),
		flushTimeSeconds: seconds('flush_total_times'),
	});
};

const lines = (name: string | undefined, ...disks: Disk[]): readonly string[] =>
	diskLines(aRow({disks}).usage, name, []);

const failure = (changes: Partial<Domain>, name?: string): string => {
	try {
		diskLines(aRow(changes).usage, name, []);
	} catch (error) {
		if (error instanceof DriverError) {
			return `${error.message} ${error.advice}`;
		}
	}

	throw new Error('It should have been refused.');
};

describe('the lines of virsh', () => {
	test('of one disk', () => {
		const output = virshOutput('domblkstat-vda').slice(0, -1);
		expect(output.length).toBe(8);
		expect(lines('vda', captured('vda', 'domblkstat-vda'), aDisk('vdb', {readBytes: 5}))).toEqual(output);
	});

	test('of all disks together, under no name', () => {
		const output = virshOutput('domblkstat-all').slice(0, -1);
		expect(output.length).toBe(8);
		expect(lines(undefined, captured('vda', 'domblkstat-all'))).toEqual(output);
		expect(lines(undefined, aDisk('a', {readBytes: 5, writeBytes: 1}), aDisk('b', {readBytes: 7}))).toEqual([
			' rd_bytes 12',
			' wr_bytes 1',
		]);
	});

	test('errors stand after the bytes', () => {
		expect(lines('xvda', aDisk('xvda', {errors: 2, writeBytes: 3, flushRequests: 4}))).toEqual([
			'xvda wr_bytes 3',
			'xvda errs 2',
			'xvda flush_operations 4',
		]);
	});

	test('sectors of VBDs are bytes of their physical size, as libvirt has it', () => {
		expect(lines('xvda', aDisk('xvda', {readSectors: 3, physicalSectorBytes: 4096}))).toEqual([
			'xvda rd_bytes 12288',
		]);
	});

	test('a disk is found by its name, or by what stands behind it', () => {
		const disks = [aDisk('vda', {source: '/images/web.qcow2', readBytes: 1}), aDisk('vdb', {readBytes: 2})];
		expect(lines('/images/web.qcow2', ...disks)).toEqual(['/images/web.qcow2 rd_bytes 1']);
		const twins = [aDisk('a', {source: 'b', readBytes: 1}), aDisk('b', {source: 'x', readBytes: 2})];
		expect(lines('b', ...twins)).toEqual(['b rd_bytes 2']);
	});

	test('of a domain without disks there are none', () => {
		expect(lines(undefined)).toEqual([]);
	});
});

describe('what cannot be told says why', () => {
	test('disks that are unknown', () => {
		expect(failure({disksReason: 'monitor belongs to libvirt'})).toContain('monitor belongs to libvirt.');
		expect(failure({}, 'vda')).toContain('The disks of web are unknown: they could not be read.');
	});

	test('no such disk, with those there are; a part of a name is none', () => {
		expect(failure({disks: [aDisk('vda'), aDisk('vdb')]}, 'vd')).toBe(
			'web has no disk vd. It has: vda, vdb.',
		);
		expect(failure({disks: []}, 'vda')).toBe('web has no disk vda. It has: none.');
	});

	test('a disk without counters', () => {
		const disks = [aDisk('cd0', {reason: 'no medium'}), aDisk('vda')];
		expect(failure({disks}, 'cd0')).toContain('The counters of cd0 are unknown: no medium.');
	});
});

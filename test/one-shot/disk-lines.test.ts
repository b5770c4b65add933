import {describe, expect, test} from 'vitest';
import type {Disk} from '../../source/model/sample.ts';
import {diskLines} from '../../source/one-shot/disk-lines.ts';
import {diskUsage} from '../../source/usage/disk-usage.ts';
import type {SectorChoice} from '../../source/usage/sector-size.ts';
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

const lines = (label: string, disks: readonly Disk[], sectors: SectorChoice = 'physical') =>
	diskLines(
		label,
		disks.map((disk) => diskUsage(undefined, disk, undefined, sectors)),
	);

describe('the lines of virsh', () => {
	test('of one disk', () => {
		const output = virshOutput('domblkstat-vda').slice(0, -1);
		expect(output.length).toBe(8);
		expect(lines('vda', [captured('vda', 'domblkstat-vda')])).toEqual(output);
	});

	test('of all disks together, under no name', () => {
		const output = virshOutput('domblkstat-all').slice(0, -1);
		expect(output.length).toBe(8);
		expect(lines('', [captured('vda', 'domblkstat-all')])).toEqual(output);
		expect(lines('', [aDisk('a', {readBytes: 5, writeBytes: 1}), aDisk('b', {readBytes: 7})])).toEqual([
			' rd_bytes 12',
			' wr_bytes 1',
		]);
	});

	test('errors stand after the bytes', () => {
		expect(lines('xvda', [aDisk('xvda', {errors: 2, writeBytes: 3, flushRequests: 4})])).toEqual([
			'xvda wr_bytes 3',
			'xvda errs 2',
			'xvda flush_operations 4',
		]);
	});

	test('requests that waited keep the name libvirt gives them; errors that are known go before', () => {
		expect(lines('xvda', [aDisk('xvda', {waitedRequests: 7, flushRequests: 4})])).toEqual([
			'xvda errs 7',
			'xvda flush_operations 4',
		]);
		expect(lines('xvda', [aDisk('xvda', {waitedRequests: 0})])).toEqual(['xvda errs 0']);
		expect(lines('xvda', [aDisk('xvda', {errors: 0, waitedRequests: 7})])).toEqual(['xvda errs 0']);
	});

	test('sectors of VBDs are bytes of their physical size, as libvirt has it, or of 512', () => {
		const disks = [aDisk('xvdb', {readSectors: 4096, writeSectors: 8192, physicalSectorBytes: 4096})];
		expect(lines('xvdb', disks)).toEqual(['xvdb rd_bytes 16777216', 'xvdb wr_bytes 33554432']);
		expect(lines('xvdb', disks, '512')).toEqual(['xvdb rd_bytes 2097152', 'xvdb wr_bytes 4194304']);
	});

	test('of no disk there are none', () => {
		expect(lines('', [])).toEqual([]);
	});
});

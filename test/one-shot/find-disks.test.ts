import {describe, expect, test} from 'vitest';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Disk, Domain} from '../../source/model/sample.ts';
import {findDisks} from '../../source/one-shot/find-disks.ts';
import {aRow} from '../helpers/rows-builder.ts';
import {aDisk} from '../helpers/sample-builder.ts';

const names = (name: string | undefined, ...disks: Disk[]): readonly string[] =>
	findDisks(aRow({disks}).usage, name, []).map(({disk}) => disk.name);

const failure = (changes: Partial<Domain>, name?: string): string => {
	try {
		findDisks(aRow(changes).usage, name, []);
	} catch (error) {
		if (error instanceof DriverError) {
			return `${error.message} ${error.advice}`;
		}
	}

	throw new Error('It should have been refused.');
};

test('a disk is found by its name, or by what stands behind it; without a name all are', () => {
	const disks = [aDisk('a', {source: 'b'}), aDisk('b', {source: '/images/x.qcow2'})];
	expect(names('/images/x.qcow2', ...disks)).toEqual(['b']);
	expect(names('b', ...disks)).toEqual(['b']);
	expect(names(undefined, ...disks)).toEqual(['a', 'b']);
	expect(names(undefined)).toEqual([]);
});

describe('what cannot be printed says why', () => {
	test('disks that are unknown', () => {
		expect(failure({disksReason: 'monitor belongs to libvirt'})).toContain('monitor belongs to libvirt.');
		expect(failure({}, 'vda')).toContain('The disks of web are unknown: they could not be read.');
	});

	test('no such disk, with the list of what exists; a part of a name is none', () => {
		expect(failure({disks: [aDisk('vda'), aDisk('vdb')]}, 'vd')).toBe(
			'web has no disk vd. It has: vda, vdb.',
		);
		expect(failure({disks: []}, 'vda')).toBe('web has no disk vda. It has: none.');
	});

	test('all disks where none has counters, but not where one of several has', () => {
		const held = aDisk('vda', {reason: 'something holds the domain'});
		expect(failure({disks: [held]})).toContain(
			'The counters of the disks of web are unknown: something holds the domain.',
		);
		expect(names(undefined, held, aDisk('vdb', {readBytes: 1}))).toEqual(['vda', 'vdb']);
	});

	test('a disk without counters', () => {
		const disks = [aDisk('cd0', {reason: 'no medium'}), aDisk('vda')];
		expect(failure({disks}, 'cd0')).toContain('The counters of cd0 are unknown: no medium.');
	});
});

import {expect, test} from 'vitest';
import type {Disk} from '../../source/model/sample.ts';
import {diskNotes} from '../../source/one-shot/disk-notes.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

const notes = (disks: readonly Disk[], simulated = false): readonly string[] => {
	const usage = usageAfter([[aReading(aSample([aDomain('d1', {disks})]), {simulated})]]);
	const [found] = usage.domains;
	return found ? diskNotes(usage, found, found.disks ?? []) : [];
};

const waited = (waitedRequests: number) => aDisk('xvda', {waitedRequests});

test('errs that are no errors are reported, even where there are none', () => {
	for (const count of [0, 5]) {
		const [note, ...others] = notes([waited(count), aDisk('xvdb')]);
		expect(note).toMatch(/^errs is libvirt's name for requests that waited for a free slot .*not errors\.$/);
		expect(others).toEqual([]);
	}
});

test('errs that are errors, or not there, need no word', () => {
	expect(notes([aDisk('vda', {errors: 3}), aDisk('xvda', {errors: 0, waitedRequests: 4})])).toEqual([]);
	expect(notes([aDisk('vda', {readBytes: 1})])).toEqual([]);
});

test('bytes that depend on the size of a sector are reported, but not for a made-up host', () => {
	const disks = [aDisk('xvdb', {readSectors: 8192, physicalSectorBytes: 4096})];
	expect(notes(disks)).toEqual([expect.stringMatching(/^Bytes of d1 xvdb are 8 times too high/)]);
	expect(notes(disks, true)).toEqual([]);
});

test('bytes that may be wrong are reported with the reason', () => {
	const doubt = 'libvirt multiplied them by a size that is not known here.';
	expect(notes([aDisk('xvdb', {doubt}), aDisk('xvdc', {doubt}), aDisk('vda')])).toEqual([
		'Bytes of d1 xvdb and 1 more disk may be wrong: libvirt multiplied them by a size that is not known here.',
	]);
});

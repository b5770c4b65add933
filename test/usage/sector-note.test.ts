import {expect, test} from 'vitest';
import type {Disk} from '../../source/model/sample.ts';
import {diskUsage} from '../../source/usage/disk-usage.ts';
import {realDomains, sectorHint, sectorNote} from '../../source/usage/sector-note.ts';
import type {SectorChoice} from '../../source/usage/sector-size.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

const vbd = (name: string, physicalSectorBytes?: number): Disk =>
	aDisk(name, {readSectors: 1, writeSectors: 1, physicalSectorBytes});

const domain = (name: string, sectors: SectorChoice, ...disks: Disk[]) => ({
	domain: aDomain(name, {disks}),
	disks: disks.map((disk) => diskUsage(undefined, disk, undefined, sectors)),
});

test('nothing is said where no bytes depend on the choice', () => {
	for (const sectors of ['physical', '512'] as const) {
		const domains = [
			domain('d1', sectors, vbd('xvda', 512), vbd('xvdb'), aDisk('xvdh', {readBytes: 5})),
			{domain: aDomain('closed'), disks: undefined},
		];
		expect([sectorHint(domains), sectorNote(domains)]).toEqual([undefined, undefined]);
	}
});

test('the hint says what x does, first of all, and fits into 80 columns', () => {
	const physical = sectorHint([domain('d1', 'physical', vbd('xvda', 4096), vbd('xvdb', 512))]);
	expect(physical).toBe('x takes 512-byte sectors: disks marked * show 8 times too much, as in libvirt.');
	const small = sectorHint([domain('d1', '512', vbd('xvda', 4096))]);
	expect(small).toBe('x takes physical sectors, as libvirt: disks marked * then show 8 times as much.');
	for (const text of [physical, small]) {
		expect(text?.length).toBeLessThanOrEqual(80);
		expect(text).toMatch(/^[ -~]+$/);
	}
});

test('the note names a disk, how many others, and the option for the other choice', () => {
	const both = (sectors: SectorChoice) => [
		domain('d0', sectors, vbd('xvda', 512)),
		domain('d1', sectors, vbd('xvda', 512), vbd('xvdb', 4096)),
		domain('d2', sectors, vbd('xvdc', 4096)),
	];
	expect(sectorNote(both('physical'))).toMatch(
		/^Bytes of d1 xvdb and 1 more disk are 8 times too high, as in libvirt.* --vbd-sectors 512 /,
	);
	expect(sectorNote(both('512'))).toMatch(
		/^Bytes of d1 xvdb and 1 more disk are of 512-byte sectors.* --vbd-sectors physical, show 8 times as much\.$/,
	);
	expect(sectorNote(both('512').slice(0, 2))).toContain('Bytes of d1 xvdb are ');
	expect(sectorNote([...both('physical'), ...both('physical')])).toContain(' and 3 more disks are ');
});

test('how much too high is computed from the largest sector', () => {
	const domains = [domain('d1', 'physical', vbd('xvda', 520), vbd('xvdb', 4096))];
	expect(sectorHint(domains)).toContain('up to 8 times too much');
	expect(sectorNote([domain('d1', 'physical', vbd('xvda', 768))])).toContain(' 1.5 times too high');
});

test('the disks of a made-up host are not real', () => {
	const sample = (name: string, id: string) => aSample([aDomain(name)], {host: {id}});
	const usage = usageAfter([
		[
			aReading(sample('d1', 'one'), {uri: 'xl:'}),
			aReading(sample('made-up', 'two'), {uri: 'test:///default', simulated: true}),
		],
	]);
	expect(realDomains(usage).map((one) => one.domain.name)).toEqual(['d1']);
});

import {describe, expect, test} from 'vitest';
import {sectorLines} from '../../source/scene/sector-lines.ts';
import {diskUsage} from '../../source/usage/disk-usage.ts';
import type {SectorChoice} from '../../source/usage/sector-size.ts';
import {aDisk} from '../helpers/sample-builder.ts';

const vbd = (sectors: number, physicalSectorBytes = 4096) =>
	aDisk('xvda', {readSectors: sectors, writeSectors: sectors * 2, physicalSectorBytes});
const used = (sectors: SectorChoice, physicalSectorBytes?: number) =>
	diskUsage(vbd(0, physicalSectorBytes), vbd(4096, physicalSectorBytes), 2, sectors);

describe('sectorLines', () => {
	test('give both figures, which of them is shown, and why they differ', () => {
		expect(sectorLines(used('physical'), 200, false, false)).toEqual([
			'sectors of 512: read 1.0M/s written 2.0M/s  of 4096: read 8.0M/s written 16M/s, shown',
			"* Linux's blkback counts in 512 bytes whatever the disk; libvirt takes the physical size; x changes it.",
		]);
		expect(sectorLines(used('512'), 200, false, false)[0]).toBe(
			'sectors of 512: read 1.0M/s written 2.0M/s, shown  of 4096: read 8.0M/s written 16M/s',
		);
	});

	test('say why in one line where there is room for one', () => {
		const lines = sectorLines(used('physical'), 60, true, false);
		expect(lines.length).toBe(3);
		expect(lines.every((line) => line.length <= 60)).toBe(true);
		expect(lines[2]).toMatch(/Linux always counts in 512, libvirt in 4096; x changes it\.$/);
	});

	test('have no figure of a rate that is unknown', () => {
		const [figures] = sectorLines(diskUsage(undefined, vbd(1), 2, 'physical'), 200, false, true);
		expect(figures).toBe('sectors of 512: read - written -  of 4096: read - written -, shown');
	});

	test('are none for a disk of which there is one figure', () => {
		expect(sectorLines(used('physical', 512), 80, false, false)).toEqual([]);
		expect(sectorLines(undefined, 80, false, false)).toEqual([]);
	});
});

import {expect, test} from 'vitest';
import {diskSumText} from '../../source/scene/domain-scene.ts';
import {published, read} from '../helpers/published.ts';

const textOf = (...sums: {readBytes?: number; writeBytes?: number; reason?: string}[]): string | undefined =>
	diskSumText(published(sums.map((diskSum, place) => read(100 + 2 * place, {disks: [], diskSum}))), false);

test('a container’s page says what it reads and writes, or why that is unknown', () => {
	expect(textOf({readBytes: 0, writeBytes: 0}, {readBytes: 4096, writeBytes: 0})).toBe(
		'no disk; it reads 2.0K/s and writes 0/s in all',
	);
	expect(textOf({readBytes: 0})).toBe('no disk; it reads – and writes – in all');
	expect(textOf({reason: 'blkio is not mounted.'})).toBe(
		'no disk; what it reads and writes is unknown: blkio is not mounted',
	);
	expect(diskSumText(published([read(100, {disks: []})]), false)).toBeUndefined();
});

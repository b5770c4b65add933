import {expect, test} from 'vitest';
import {rawContext} from '../../source/columns/column.ts';
import {diskColumns} from '../../source/columns/disk-columns.ts';
import {cellText} from '../../source/columns/table-layout.ts';
import {aRow} from '../helpers/rows-builder.ts';
import {aDisk} from '../helpers/sample-builder.ts';

const timed = ['rdlat', 'wrlat', 'depth'];

test('a disk whose requests are not timed shows none, as what is only unknown is not, and stays absent for machines', () => {
	const columns = diskColumns.filter(({key}) => timed.includes(key));
	const cells = (untimed?: string) => {
		const row = aRow({}, {disk: aDisk('hdd0', {readRequests: 1, untimed})});
		return columns.map((column) => [cellText(column, row, rawContext, false), column.value(row, rawContext)]);
	};
	expect(cells('prlctl does not time requests')).toEqual(Array(3).fill(['none', undefined]));
	expect(cells()).toEqual(Array(3).fill(['–', undefined]));
});

test('the help says what none means', () => {
	for (const {key, help, width} of diskColumns) {
		if (timed.includes(key)) {
			expect(help).toContain('none where requests are not timed');
			expect(width).toBeGreaterThanOrEqual('none'.length);
		}
	}
});

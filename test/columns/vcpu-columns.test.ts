import {expect, test} from 'vitest';
import {rawContext} from '../../source/columns/column.ts';
import {cellText} from '../../source/columns/table-layout.ts';
import {vcpuColumns} from '../../source/columns/vcpu-columns.ts';
import {aRow} from '../helpers/rows-builder.ts';

test('a row without a vCPU says why; one with a vCPU has nothing to say', () => {
	const column = vcpuColumns.find(({key}) => key === 'why');
	const texts = [
		aRow({vcpusReason: 'the monitor is busy'}),
		aRow({vcpusReason: 'the monitor is busy'}, {vcpu: {index: 0}}),
		aRow(),
	].map((row) => column && cellText(column, row, rawContext, false));
	expect(texts).toEqual(['the monitor is busy', '', '']);
});

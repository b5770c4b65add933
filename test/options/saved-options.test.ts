import {describe, expect, test} from 'vitest';
import {optionTable} from '../../source/options/option-table.ts';
import {parseOptions} from '../../source/options/options.ts';
import {savedOptions} from '../../source/options/saved-options.ts';
import type {Written} from '../../source/options/written.ts';
import type {Action} from '../../source/view/action.ts';
import {reduceView} from '../../source/view/reduce-view.ts';
import type {View} from '../../source/view/view.ts';
import {viewChoices} from '../../source/view/view-choices.ts';
import {someView} from '../helpers/some-view.ts';

const reduced = (view: View, ...actions: readonly Action[]): View => actions.reduce(reduceView, view);

describe('what W writes', () => {
	test('names what was changed, and takes out what is as ever', () => {
		const view = reduced(
			someView({page: 'disks', filter: 'web', delay: 0.5}),
			{type: 'sort', column: 'wr'},
			{type: 'reverse'},
			{type: 'columns', columns: ['name', 'wr']},
			{type: 'sectors'},
		);
		expect(savedOptions(viewChoices(view))).toEqual({
			view: 'disks',
			sort: 'wr',
			reverse: true,
			columns: 'name,wr',
			filter: 'web',
			delay: 0.5,
			'vbd-sectors': '512',
		});
		expect(savedOptions(viewChoices(someView()))).toEqual({
			view: undefined,
			sort: undefined,
			reverse: undefined,
			columns: undefined,
			filter: undefined,
			delay: 2,
			'vbd-sectors': undefined,
		});
	});

	test('is what a program has to read to start with the same', () => {
		const choices = viewChoices(
			someView({page: 'nics', sort: 'rx', reverse: true, columns: ['name', 'rx'], delay: 7, sectors: '512'}),
		);
		const saved = Object.entries(savedOptions(choices)).filter(([, value]) => value !== undefined);
		const written: Written = new Map(
			saved.map(([name, value]) => [
				name,
				{origin: name, values: [typeof value === 'boolean' ? value : String(value)]},
			]),
		);
		expect(parseOptions(written, [])).toMatchObject(choices);
	});

	test('is nothing that may not stand in the file', () => {
		expect(optionTable.filter(({saved, flagOnly}) => saved !== undefined && flagOnly)).toEqual([]);
	});
});

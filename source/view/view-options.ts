import {defaultSort} from '../rows.ts';
import type {View} from '../view.ts';

/**
A view in long option names, for the config file. Sort and columns are those of the present page. What is as it would
be without any option is undefined, so that it is taken out of the file.
*/
export const viewOptions = (view: View): Readonly<Record<string, string | number | boolean | undefined>> => {
	const {page, sorts, columns, filter, delay, sectors} = view;
	const {column, reverse} = sorts[page];
	return {
		view: page === 'domains' ? undefined : page,
		sort: column === defaultSort[page] ? undefined : column,
		reverse: reverse || undefined,
		columns: columns[page]?.join(','),
		filter: filter || undefined,
		delay,
		'vbd-sectors': sectors === 'physical' ? undefined : sectors,
	};
};

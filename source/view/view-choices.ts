import {defaultSort} from '../columns/rows.ts';
import type {View, ViewChoices} from './view.ts';

/** The choices that make a program start with this view: the reverse of `initialView`. */
export const viewChoices = ({page, sorts, columns, filter, delay, sectors}: View): ViewChoices => {
	const {column, reverse} = sorts[page];
	return {
		page,
		sort: column === defaultSort[page] ? undefined : column,
		reverse,
		columns: columns[page],
		filter,
		delay,
		sectors,
	};
};
